package dev.tributary.http;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.RateLimiter;
import dev.tributary.platform.RateLimiter.Limit;
import dev.tributary.platform.RateLimiter.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Holds every caller to the limit of the operation: a user by token, anyone else by network. It
 * tells the caller where they stand (draft-ietf-httpapi-ratelimit-headers) and never lets a request
 * wait for its turn.
 */
public final class Limits {
  private final RateLimiter limiter;
  private final ClientAddress addresses;
  private final Limit standard;
  private final Map<String, Limit> special;

  /**
   * The limits of this server.
   *
   * @param special by operationId, where {@code standard} does not fit
   */
  public Limits(
      RateLimiter limiter, ClientAddress addresses, Limit standard, Map<String, Limit> special) {
    this.limiter = limiter;
    this.addresses = addresses;
    this.standard = standard;
    this.special = Map.copyOf(special);
  }

  InetAddress clientAddress(HttpServerRequest request) {
    return addresses.of(request);
  }

  Handler<RoutingContext> on(String operationId) {
    var limit = special.getOrDefault(operationId, standard);
    return context ->
        limiter
            .check(limit.name() + ':' + party(context), limit)
            .onSuccess(verdict -> apply(context, limit, verdict))
            .onFailure(context::fail);
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
