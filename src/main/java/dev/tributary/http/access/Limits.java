package dev.tributary.http.access;

import dev.tributary.http.Call;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RateLimiter.Limit;
import dev.tributary.platform.redis.RateLimiter.Verdict;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
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
  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  private static final CharSequence STANDING = HttpHeaders.createOptimized("RateLimit");

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
    admission(context).onSuccess(_ -> context.next()).onFailure(context::fail);
  }

  /**
   * Lets a request go on while the verdict is still on its way. Its operation has to wait for
   * {@link Call#admission} before it does anything that lasts.
   */
  public void begin(RoutingContext context) {
    context.put(Call.ADMISSION, admission(context));
    context.next();
  }

  private Future<Void> admission(RoutingContext context) {
    var limit = limitOf(context.get(Call.ACTOR));
    return limiter
        .check(limit.name() + ':' + party(context), limit)
        .compose(verdict -> apply(context.response(), limit, verdict));
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

  private static Future<Void> apply(HttpServerResponse response, Limit limit, Verdict verdict) {
    describe(response, limit, verdict);
    return verdict.allowed()
        ? Future.succeededFuture()
        : Future.failedFuture(new Refusal(new Failure.RateLimited(verdict.retryAfter())));
  }

  private static void describe(HttpServerResponse response, Limit limit, Verdict verdict) {
    var name = '"' + limit.name() + '"';
    response
        .putHeader(POLICY, name + ";q=" + limit.burst() + ";w=" + seconds(limit.per()))
        .putHeader(
            STANDING, name + ";r=" + verdict.remaining() + ";t=" + seconds(verdict.resetAfter()));
  }

  private static long seconds(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }
}
