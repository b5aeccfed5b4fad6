package dev.tributary.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RateLimiter.Limit;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Makes guessing codes slow: whoever asks for too many that do not exist is refused every code for
 * a while, also the good ones, so that a guess that hits looks like one that misses. Whoever knows
 * their codes never meets it.
 */
public final class GuessLimit {
  private static final int MAX_BLOCKED = 100_000;

  private final RateLimiter limiter;
  private final Limit limit;
  private final Cache<String, Long> blockedUntil =
      Caffeine.newBuilder().maximumSize(MAX_BLOCKED).build();

  public GuessLimit(RateLimiter limiter, Limit limit) {
    this.limiter = limiter;
    this.limit = limit;
  }

  /** Refuses a network that has guessed too much. */
  public void check(InetAddress client) {
    var until = blockedUntil.getIfPresent(ClientAddress.party(client));
    if (until != null && until - System.nanoTime() > 0) {
      throw new Refusal(new Failure.RateLimited(Duration.ofNanos(until - System.nanoTime())));
    }
  }

  /** Counts a code that does not exist. */
  public Future<Void> missed(InetAddress client) {
    var party = ClientAddress.party(client);
    return limiter
        .check(limit.name() + ":ip:" + party, limit)
        .onSuccess(
            verdict -> {
              if (!verdict.allowed()) {
                blockedUntil.put(party, System.nanoTime() + verdict.retryAfter().toNanos());
              }
            })
        .mapEmpty();
  }
}
