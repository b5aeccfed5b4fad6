package dev.tributary.platform.rate;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a caller may go on now, shared between all instances through Redis. Everything that
 * asks while one Redis call is under way goes into the next one. When Redis does not answer in time
 * the verdict is made in this process, at once and until Redis is back: a request is never held up
 * for long and never goes unlimited.
 */
public final class RateLimiter {
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

  record Question(String key, Limit limit, long askedAt, Consumer<Verdict> answer) {}

  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
  private static final int MAX_WAITING = 8192;
  private static final int MAX_BATCH = 256;
  private static final long PATIENCE_MS = 50;
  private static final long PROBE_TIMEOUT_MS = 1000;
  private static final long PROBE_EVERY_MS = 1000;

  private final Vertx vertx;
  private final LocalGcra local = new LocalGcra();
  private final RedisGcra redis;
  private final Context home;
  private final ArrayDeque<Question> waiting = new ArrayDeque<>();
  private boolean busy;
  private volatile boolean shared;
  private volatile boolean closed;

  /**
   * Starts at once; verdicts are local until Redis has answered for the first time.
   *
   * @param redisUrl {@code redis://…}, or empty for an installation of one instance without Redis
   */
  public RateLimiter(Vertx vertx, String redisUrl) {
    this.vertx = vertx;
    this.redis = new RedisGcra(vertx, redisUrl);
    this.home = vertx.getOrCreateContext();
    if (!redisUrl.isEmpty()) {
      home.runOnContext(_ -> probe());
    }
  }

  /** Whether the instances share their limits at the moment, or each one counts for itself. */
  public boolean isShared() {
    return shared;
  }

  /** The verdict on one request of {@code key}; this future does not fail. */
  public Future<Verdict> check(String key, Limit limit) {
    if (!shared) {
      return Future.succeededFuture(local.take(key, limit));
    }
    var caller = vertx.getOrCreateContext();
    Promise<Verdict> verdict = Promise.promise();
    var question =
        new Question(
            key,
            limit,
            System.nanoTime(),
            answer -> caller.runOnContext(_ -> verdict.complete(answer)));
    home.runOnContext(_ -> enqueue(question));
    return verdict.future();
  }

  private void enqueue(Question question) {
    if (!shared || waiting.size() >= MAX_WAITING) {
      decideHere(question);
      return;
    }
    waiting.add(question);
    if (!busy) {
      busy = true;
      home.runOnContext(_ -> ask());
    }
  }

  private void decideHere(Question question) {
    question.answer().accept(local.take(question.key(), question.limit()));
  }

  private void ask() {
    var batch = nextBatch();
    if (batch.isEmpty()) {
      busy = false;
      return;
    }
    redis
        .take(batch)
        .timeout(patience(batch.getFirst()), TimeUnit.MILLISECONDS)
        .onComplete(
            answers -> {
              if (answers.succeeded()) {
                tell(batch, answers.result());
              } else {
                fallBack(batch, answers.cause());
              }
              ask();
            });
  }

  private List<Question> nextBatch() {
    var batch = new ArrayList<Question>();
    while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /** Counted from when the oldest of them was asked, so that nobody waits for two slow calls. */
  private static long patience(Question oldest) {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.askedAt());
    return Math.max(1, PATIENCE_MS - waited);
  }

  private static void tell(List<Question> batch, List<Verdict> verdicts) {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer().accept(verdicts.get(i));
    }
  }

  private void fallBack(List<Question> batch, Throwable cause) {
    LOG.warn("Redis does not answer, rate limits are local: {}", cause.toString());
    shared = false;
    redis.drop();
    batch.forEach(this::decideHere);
    waiting.forEach(this::decideHere);
    waiting.clear();
    vertx.setTimer(PROBE_EVERY_MS, _ -> home.runOnContext(_ -> probe()));
  }

  /** Looks for Redis while no request waits for the outcome. */
  private void probe() {
    if (closed) {
      return;
    }
    redis
        .connect()
        .timeout(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(
            _ -> {
              LOG.info("rate limits are shared through Redis");
              shared = !closed;
            })
        .onFailure(
            _ -> {
              redis.drop();
              vertx.setTimer(PROBE_EVERY_MS, _ -> home.runOnContext(_ -> probe()));
            });
  }

  public void close() {
    closed = true;
    shared = false;
    home.runOnContext(_ -> redis.drop());
  }
}
