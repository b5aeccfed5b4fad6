package dev.tributary.http.access;

import dev.tributary.http.Call;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RateLimiter.Limit;
import dev.tributary.platform.redis.RateLimiter.Verdict;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds every caller to the limit of the operation: a user by token, anyone else by network. It
 * tells the caller where they stand (draft-ietf-httpapi-ratelimit-headers) and never lets a request
 * wait for its turn.
 */
public final class Limits {
  /**
   * How much whom is allowed.
   *
   * @param visitor anyone without a token, by network
   * @param user a signed-in user
   * @param trusted staff and the host's own services
   */
  public record Allowance(Limit visitor, Limit user, Limit trusted) {}

  private final RateLimiter limiter;
  private final ClientAddress addresses;
  private final Allowance allowance;

  public Limits(RateLimiter limiter, ClientAddress addresses, Allowance allowance) {
    this.limiter = limiter;
    this.addresses = addresses;
    this.allowance = allowance;
  }

  /** Where a request comes from, as far as our own proxies can be believed. */
  public InetAddress clientAddress(HttpServerRequest request) {
    return addresses.of(request);
  }

  /** Lets a request pass, or refuses it with 429. */
  public void check(RoutingContext context) {
    var limit = limitOf(context.get(Call.ACTOR));
    limiter
        .check(limit.name() + ':' + party(context), limit)
        .onSuccess(verdict -> apply(context, limit, verdict))
        .onFailure(context::fail);
  }

  private Limit limitOf(@Nullable Actor actor) {
    if (actor == null) {
      return allowance.visitor();
    }
    return actor.isStaff() || actor.has(Role.SERVICE) ? allowance.trusted() : allowance.user();
  }

  private static String party(RoutingContext context) {
    Actor actor = context.get(Call.ACTOR);
    return actor == null
        ? "ip:" + ClientAddress.party(context.get(Call.CLIENT))
        : "user:" + actor.id();
  }

  private static void apply(RoutingContext context, Limit limit, Verdict verdict) {
    describe(context.response(), limit, verdict);
    if (verdict.allowed()) {
      context.next();
    } else {
      context.fail(new Refusal(new Failure.RateLimited(verdict.retryAfter())));
    }
  }

  private static void describe(HttpServerResponse response, Limit limit, Verdict verdict) {
    var name = '"' + limit.name() + '"';
    response
        .putHeader("RateLimit-Policy", name + ";q=" + limit.burst() + ";w=" + seconds(limit.per()))
        .putHeader(
            "RateLimit",
            name + ";r=" + verdict.remaining() + ";t=" + seconds(verdict.resetAfter()));
  }

  private static long seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }
}
