package dev.tributary.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;
import static java.util.Objects.requireNonNull;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tributary.http.access.Auth;
import dev.tributary.http.access.Limits;
import dev.tributary.http.web.Embed;
import dev.tributary.kernel.TypeId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the public router out of the contract and the operations. It refuses to start when the two
 * differ, and it is the only place that knows the order of the steps every request takes.
 */
public final class Routes {
  static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final int BODY_LIMIT = 64 * 1024;
  private static final CharSequence REQUEST_ID_HEADER = createOptimized("X-Request-Id");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = createOptimized("nosniff");
  private static final CharSequence REFERRER_POLICY = createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = createOptimized("no-referrer");
  private static final CharSequence CONTENT_SECURITY_POLICY =
      createOptimized("Content-Security-Policy");
  private static final CharSequence NOTHING_ELSE =
      createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence NO_STORE = createOptimized("no-store");
  private static final CharSequence JSON_TYPE = createOptimized("application/json");
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final List<Integer> ROUTER_REFUSALS = List.of(400, 404, 405, 413, 415, 500);

  private final Vertx vertx;
  private final Contract contract;
  private final Auth auth;
  private final Limits limits;
  private final Docs docs;
  private final Embed embed;

  public Routes(Vertx vertx, Contract contract, Auth auth, Limits limits, Docs docs, Embed embed) {
    this.vertx = vertx;
    this.contract = contract;
    this.auth = auth;
    this.limits = limits;
    this.docs = docs;
    this.embed = embed;
  }

  /**
   * The router for these operations.
   *
   * @param operations by operationId, exactly those of the contract
   * @param handChecked those that check their input themselves because they are on the hot path;
   *     their bodies are still read strictly
   */
  public Router router(Map<String, Operation> operations, Set<String> handChecked) {
    refuseDifferences(operations.keySet());
    var builder =
        RouterBuilder.create(vertx, contract.api(), RequestExtractor.withBodyHandler())
            .rootHandler((PlatformHandler) this::identify)
            .rootHandler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
            .rootHandler(context -> context.put(Call.RECEIVED, true).next());
    builder.getRoutes().forEach(route -> mount(route, operations, handChecked));
    var router = builder.createRouter();
    docs.mount(router, contract);
    embed.mount(router);
    answerProblems(router);
    return router;
  }

  private void refuseDifferences(Set<String> handled) {
    var documented =
        contract.api().operations().stream()
            .map(io.vertx.openapi.contract.Operation::getOperationId)
            .collect(Collectors.toSet());
    var missing = new TreeSet<>(documented);
    missing.removeAll(handled);
    var unknown = new TreeSet<>(handled);
    unknown.removeAll(documented);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "openapi.yaml and the code differ: without code " + missing + ", not in it " + unknown);
    }
  }

  private void answerProblems(Router router) {
    var problems = new Problems(contract);
    router.route().failureHandler(context -> refuse(problems, context, context.statusCode()));
    for (int status : ROUTER_REFUSALS) {
      router.errorHandler(status, context -> refuse(problems, context, status));
    }
  }

  /** The router refuses a request without a host before any step of ours has seen it. */
  private static void refuse(Problems problems, RoutingContext context, int status) {
    if (context.get(Call.REQUEST_ID) == null) {
      greet(context, newRequestId());
    }
    problems.answer(context, status);
  }

  /** What every answer carries, whatever becomes of the request. */
  private void identify(RoutingContext context) {
    var request = context.request();
    if (request.method().equals(HttpMethod.HEAD) && request.uri().startsWith("/")) {
      context.put(Call.HEAD, true).reroute(HttpMethod.GET, request.uri());
      return;
    }
    var given = request.getHeader("X-Request-Id");
    var id = given != null && REQUEST_ID.matcher(given).matches() ? given : newRequestId();
    context.put(Call.CLIENT, limits.clientAddress(request));
    greet(context, id);
    context.next();
  }

  private static void greet(RoutingContext context, String id) {
    context.put(Call.REQUEST_ID, id);
    context
        .response()
        .putHeader(REQUEST_ID_HEADER, id)
        .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF)
        .putHeader(REFERRER_POLICY, NO_REFERRER)
        .putHeader(CONTENT_SECURITY_POLICY, NOTHING_ELSE);
  }

  private static String newRequestId() {
    return TypeId.format("req", UuidCreator.getTimeOrderedEpochFast());
  }

  private void mount(
      OpenAPIRoute route, Map<String, Operation> operations, Set<String> handChecked) {
    var documented = route.getOperation();
    var id = documented.getOperationId();
    // The router's own steps answer some bad tokens with 400; for its validation see ContractCheck.
    route.setDoSecurity(false).setDoValidation(false);
    if (id.equals(Embed.OPERATION)) {
      route.addHandler(embed.permission());
    }
    if (!documented.getSecurityRequirements().isEmpty()) {
      route.addHandler(auth);
    }
    route.addHandler(handChecked.contains(id) ? limits::begin : limits::check);
    if (documented.getRequestBody() != null) {
      route.addHandler(context -> readBody(context, documented.getRequestBody()));
    }
    if (!handChecked.contains(id)) {
      route.addHandler(new ContractCheck(contract.api(), documented));
    }
    var operation = requireNonNull(operations.get(id));
    route.addHandler(run(handChecked.contains(id) ? admitted(operation) : operation));
  }

  /** Nobody over the limit gets an answer, whatever the operation has waited for. */
  private static Operation admitted(Operation operation) {
    return call -> operation.answer(call).compose(answer -> call.admission().map(_ -> answer));
  }

  private static void readBody(RoutingContext context, RequestBody expected) {
    var bytes = context.body().buffer();
    if (!expected.isRequired() && (bytes == null || bytes.length() == 0)) {
      context.put(Call.BODY, new JsonObject()).next();
      return;
    }
    boolean json = expected.getContent().containsKey(JSON);
    var type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(json ? JSON : CSV)) {
      context.fail(415);
      return;
    }
    if (json) {
      context.put(Call.BODY, JsonBody.parse(bytes));
    }
    context.next();
  }

  private static Handler<RoutingContext> run(Operation operation) {
    return context ->
        Future.succeededFuture(new Call(context))
            .compose(operation::answer)
            .compose(answer -> send(context, answer))
            .onFailure(context::fail);
  }

  private static Future<Void> send(RoutingContext context, Answer answer) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    answer.headers().forEach(response::putHeader);
    return switch (answer.body()) {
      case null -> response.end();
      case Buffer bytes -> response.end(bytes);
      default ->
          response
              .putHeader(HttpHeaders.CONTENT_TYPE, JSON_TYPE)
              .end(Json.encodeToBuffer(answer.body()));
    };
  }
}
