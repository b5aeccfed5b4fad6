package dev.tributary.platform.redis;

import dev.tributary.platform.redis.RedisScript.Question;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Says whether a caller may go on now, shared between all instances through Redis. When Redis is
 * away the verdict is made in this process: a request is never held up for long and never goes
 * unlimited.
 */
public final class RateLimiter {
  private static final String PREFIX = "tributary:limit:";

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

  private final LocalGcra local = new LocalGcra();
  private final RedisScript shared;

  /** Verdicts are local while Redis does not answer. */
  public RateLimiter(RedisScript shared) {
    this.shared = shared;
  }

  /** Whether the instances share their limits at the moment, or each one counts for itself. */
  public boolean isShared() {
    return shared.isUp();
  }

  /** The verdict on one request of {@code key}; this future does not fail. */
  public Future<Verdict> check(String key, Limit limit) {
    return shared
        .ask(question(key, limit))
        .map(fullAfter -> verdict(limit, fullAfter.toLong()))
        .recover(_ -> Future.succeededFuture(local.take(key, limit)));
  }

  private static Question question(String key, Limit limit) {
    var step = Long.toString(limit.stepMicros());
    return new Question(PREFIX + key, Integer.toString(limit.burst()), step);
  }

  /** By the sign, whether the request was let pass; then the microseconds are with it. */
  private static Verdict verdict(Limit limit, long fullAfterMicros) {
    long room = limit.stepMicros() * limit.burst() - Math.abs(fullAfterMicros);
    return fullAfterMicros > 0
        ? new Verdict(true, room / limit.stepMicros(), micros(fullAfterMicros), Duration.ZERO)
        : new Verdict(false, 0, micros(-fullAfterMicros), micros(limit.stepMicros() - room));
  }

  private static Duration micros(long value) {
    return Duration.of(value, ChronoUnit.MICROS);
  }
}
