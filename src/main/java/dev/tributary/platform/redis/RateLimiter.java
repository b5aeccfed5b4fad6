package dev.tributary.platform.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Says whether a caller may go on now, shared between all instances through Redis. When Redis is
 * away the verdict is made in this process: a request is never held up for long and never goes
 * unlimited.
 */
public final class RateLimiter implements AutoCloseable {
  private static final String PREFIX = "tributary:limit:";
  private static final int ANSWERS_PER_KEY = 4;

  /** {@code burst} requests within {@code per}, regained evenly. */
  public record Limit(String name, int burst, Duration per) {
    public Limit {
      if (burst < 1 || per.toMillis() < 1) {
        throw new IllegalArgumentException("limit " + name + " must allow something");
      }
    }

    long stepMicros() {
      return Math.max(1, TimeUnit.MILLISECONDS.toMicros(per.toMillis()) / burst);
    }
  }

  /**
   * The answer to one request.
   *
   * @param remaining how many more are allowed right now
   * @param resetAfter until the full burst is back
   * @param retryAfter until the next one is allowed; zero when this one was
   */
  public record Verdict(
      boolean allowed, long remaining, Duration resetAfter, Duration retryAfter) {}

  private record Question(String key, Limit limit) {}

  private final LocalGcra local = new LocalGcra();
  private final RedisScript<Question, Verdict> shared;

  /**
   * Starts at once; verdicts are local until Redis has answered for the first time.
   *
   * @param redisUrl {@code redis://…}, or empty for an installation of one instance without Redis
   */
  public RateLimiter(Vertx vertx, String redisUrl) {
    shared =
        new RedisScript<>(
            vertx, redisUrl, "limiter.lua", RateLimiter::write, RateLimiter::verdicts);
  }

  /** Whether the instances share their limits at the moment, or each one counts for itself. */
  public boolean isShared() {
    return shared.isUp();
  }

  /** The verdict on one request of {@code key}; this future does not fail. */
  public Future<Verdict> check(String key, Limit limit) {
    return shared
        .ask(new Question(key, limit))
        .recover(_ -> Future.succeededFuture(local.take(key, limit)));
  }

  private static void write(List<Question> questions, Request call) {
    call.arg(questions.size());
    questions.forEach(question -> call.arg(PREFIX + question.key()));
    questions.forEach(
        question -> call.arg(question.limit().burst()).arg(question.limit().stepMicros()));
  }

  private static List<Verdict> verdicts(Response answers) {
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < answers.size(); i += ANSWERS_PER_KEY) {
      verdicts.add(
          new Verdict(
              answers.get(i).toInteger() == 1,
              answers.get(i + 1).toLong(),
              micros(answers.get(i + 2)),
              micros(answers.get(i + 3))));
    }
    return verdicts;
  }

  private static Duration micros(Response value) {
    return Duration.of(value.toLong(), ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    shared.close();
  }
}
