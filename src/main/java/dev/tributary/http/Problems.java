package dev.tributary.http;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Outage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Turns everything that goes wrong into one problem+json answer. A refusal is told as it is; for a
 * bug or a dead dependency the cause goes to the log, once, with the request id, and never out.
 */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Duration OUTAGE_RETRY = Duration.ofSeconds(2);

  private final Contract contract;

  Problems(Contract contract) {
    this.contract = contract;
  }

  /**
   * Answers a failed request.
   *
   * @param status what the router made of it, where no operation said anything
   */
  void answer(RoutingContext context, int status) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    var problem = problem(context, status);
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"tributary\"");
    }
    if (problem.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, allow(context.request().path()));
    }
    if (problem.retryAfter() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds(problem.retryAfter()));
    }
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(problem.toJson(context.get(Call.REQUEST_ID)).toBuffer());
  }

  private static Problem problem(RoutingContext context, int status) {
    var cause = context.failure();
    if (cause instanceof Refusal refusal) {
      return of(refusal.failure());
    }
    if (status >= 400 && status < 500) {
      return ofStatus(status);
    }
    if (context.get(Call.RECEIVED) == null) {
      return unreadable(context, cause);
    }
    return Outage.isOutage(cause) ? outage(context, cause) : bug(context, cause);
  }

  /** A broken chunk or form, which the HTTP library reports like a fault of its own. */
  private static Problem unreadable(RoutingContext context, Throwable cause) {
    log(LOG.atInfo(), context).log("a request cannot be read: {}", String.valueOf(cause));
    return ofStatus(400);
  }

  /** One line: when a dependency is down there are many, and they all look alike. */
  private static Problem outage(RoutingContext context, Throwable cause) {
    log(LOG.atWarn(), context).log("a dependency does not answer: {}", cause.toString());
    return of(new Failure.Unavailable("a dependency"));
  }

  private static Problem bug(RoutingContext context, Throwable cause) {
    log(LOG.atError(), context).setCause(cause).log("a request failed");
    return INTERNAL;
  }

  private static LoggingEventBuilder log(LoggingEventBuilder event, RoutingContext context) {
    var request = context.request();
    String requestId = context.get(Call.REQUEST_ID);
    return event
        .addKeyValue(Call.REQUEST_ID, requestId)
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path());
  }

  static final Problem INTERNAL =
      Problem.of(
          500, "internal_error", "Internal error", "Something broke here; it has been logged.");

  static Problem of(Failure failure) {
    var code = failure.code();
    return switch (failure) {
      case Failure.Invalid f ->
          Problem.of(400, code, "Invalid request", "The request breaks the contract.")
              .errors(f.errors());
      case Failure.Unauthenticated f ->
          Problem.of(401, code, "Authentication required", f.reason());
      case Failure.Forbidden() ->
          Problem.of(403, code, "Not allowed", "This caller may not do this.");
      case Failure.NotFound f ->
          Problem.of(404, code, "Not found", "There is no such " + words(f.type()) + ".");
      case Failure.Refused f -> Problem.of(409, code, "Refused by a rule", f.detail());
      case Failure.Exists f ->
          Problem.of(409, code, "Exists already", "It is there already; see resource.")
              .about(f.resource());
      case Failure.IllegalTransition f ->
          Problem.of(409, code, "Not possible in this state", cannot(f)).about(f.resource());
      case Failure.LimitReached f ->
          Problem.of(409, code, "Limit reached", "At most " + f.limit() + " are allowed.");
      case Failure.PreconditionRequired() ->
          Problem.of(428, code, "Precondition required", "Send the ETag you saw as If-Match.");
      case Failure.PreconditionFailed f ->
          Problem.of(412, code, "Precondition failed", "It has changed; read it again.")
              .about(f.resource());
      case Failure.KeyReused() ->
          Problem.of(
              422,
              code,
              "Idempotency key reused",
              "This Idempotency-Key named another request before; give each request its own.");
      case Failure.RateLimited f ->
          Problem.of(429, code, "Too many requests", "Slow down; see Retry-After.")
              .retryAfter(f.retryAfter());
      case Failure.Unavailable _ ->
          Problem.of(503, code, "Temporarily unavailable", "Nothing was changed; try again.")
              .retryAfter(OUTAGE_RETRY);
    };
  }

  private static String cannot(Failure.IllegalTransition f) {
    var type = words(f.resource().type());
    return ("aeiou".indexOf(type.charAt(0)) < 0 ? "A " : "An ")
        + type
        + " that is "
        + f.resource().status()
        + " does not take the action "
        + f.action()
        + ".";
  }

  private static String words(String type) {
    return type.replace('_', ' ');
  }

  /** What the router itself refuses, before any operation runs. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 403 ->
          Problem.of(
              403,
              "origin_not_allowed",
              "Origin not allowed",
              "Pages of this site may not call here; see http.cors_origins.");
      case 404 -> Problem.of(404, "not_found", "Not found", "There is nothing at this address.");
      case 405 ->
          Problem.of(405, "method_not_allowed", "Method not allowed", "See the Allow header.");
      case 413 -> Problem.of(413, "body_too_large", "Body too large", "A body has at most 64 KiB.");
      case 415 ->
          Problem.of(
              415,
              "unsupported_media_type",
              "Unsupported media type",
              "Send application/json, or what the contract names.");
      default ->
          Problem.of(400, "invalid_request", "Invalid request", "The request cannot be read.");
    };
  }

  private String allow(String path) {
    var methods = contract.methodsOf(path);
    return methods.isEmpty()
        ? "GET, HEAD"
        : methods.stream().map(Problems::name).collect(Collectors.joining(", "));
  }

  private static String name(HttpMethod method) {
    return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
