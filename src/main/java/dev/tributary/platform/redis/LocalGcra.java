package dev.tributary.platform.redis;

import dev.tributary.platform.redis.RateLimiter.Limit;
import dev.tributary.platform.redis.RateLimiter.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The rate limit of this process alone: the same arithmetic as {@code shared.lua}, over the callers
 * seen last. Its memory is bounded; the caller that was quiet longest is forgotten first.
 */
final class LocalGcra {
  private static final int MAX_KEYS = 20_000;

  /** Per key the time, in microseconds, at which the key has its full burst again. */
  private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

  Verdict take(String key, Limit limit) {
    return take(key, limit, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  synchronized Verdict take(String key, Limit limit, long now) {
    long step = limit.stepMicros();
    long window = step * limit.burst();
    long full = Math.max(fullAt.getOrDefault(key, now), now);
    long wait = full + step - window - now;
    if (wait > 0) {
      return new Verdict(false, 0, micros(full - now), micros(wait));
    }
    put(key, full + step);
    return new Verdict(true, -wait / step, micros(full + step - now), Duration.ZERO);
  }

  private void put(String key, long time) {
    fullAt.put(key, time);
    if (fullAt.size() > MAX_KEYS) {
      fullAt.remove(fullAt.keySet().iterator().next());
    }
  }

  private static Duration micros(long amount) {
    return Duration.of(amount, ChronoUnit.MICROS);
  }
}
