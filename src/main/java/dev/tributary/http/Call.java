package dev.tributary.http;

import static java.util.Objects.requireNonNull;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.idempotency.IdempotencyKey;
import dev.tributary.platform.idempotency.Once;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.ParsableMIMEValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request as an operation sees it: who asks, with which parameters and which body. It reads
 * only; answering is left to {@link Routes}.
 */
public final class Call {
  /** Where the verified caller stands in the routing context. */
  public static final String ACTOR = "actor";

  /** Where the verdict of the rate limit stands while it is on its way. */
  public static final String ADMISSION = "admission";

  static final String BODY = "body";

  /** Where the client address stands in the routing context. */
  public static final String CLIENT = "client";

  static final String HEAD = "head";

  /** Stands in the routing context as soon as the whole request has been read. */
  static final String RECEIVED = "received";

  static final String REQUEST_ID = "request_id";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final RoutingContext context;

  Call(RoutingContext context) {
    this.context = context;
  }

  /** The verified caller; on an operation without security there is none, and this refuses. */
  public Actor actor() {
    return findActor()
        .orElseThrow(() -> new Refusal(new Failure.Unauthenticated("A bearer token is required.")));
  }

  public Optional<Actor> findActor() {
    return Optional.ofNullable(context.get(ACTOR));
  }

  /** Succeeds when the rate limit lets the request pass; only where it is not waited for before. */
  public Future<Void> admission() {
    return requireNonNull(context.get(ADMISSION));
  }

  /** A parameter of the path, decoded. */
  public String path(String name) {
    var value = context.pathParam(name);
    if (value == null) {
      throw new IllegalArgumentException("the contract has no path parameter " + name);
    }
    return value;
  }

  /** The first value of a query parameter, decoded. */
  public Optional<String> query(String name) {
    return context.queryParam(name).stream().findFirst();
  }

  /** The first value of a request header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /**
   * Which of these media types the caller would rather have; the first when that is all the same.
   */
  public String preferred(List<String> types) {
    var headers = context.parsedHeaders();
    var offers = types.stream().<MIMEHeader>map(ParsableMIMEValue::new).toList();
    var best = headers.findBestUserAcceptedIn(headers.accept(), offers);
    return types.get(Math.max(0, offers.indexOf(best)));
  }

  /** The body where the contract says that it is an object. */
  public JsonObject body() {
    if (bodyValue() instanceof JsonObject object) {
      return object;
    }
    throw new Refusal(Failure.Invalid.field("", "must be a JSON object"));
  }

  /** The body as it came, where the contract says that it is not JSON; empty without one. */
  public String bodyText() {
    return body(context).toString(StandardCharsets.UTF_8);
  }

  private static Buffer body(RoutingContext context) {
    return Optional.ofNullable(context.body().buffer()).orElse(Buffer.buffer());
  }

  /** The body as parsed: JsonObject, JsonArray, String, Number, Boolean, or null. */
  public @Nullable Object bodyValue() {
    return context.get(BODY);
  }

  /** A text field of the body under the first of its spellings that is there. */
  public Optional<String> text(String... spellings) {
    var body = body();
    return Stream.of(spellings).filter(body::containsKey).findFirst().map(body::getString);
  }

  /**
   * The effect of this request, which its caller may name by an Idempotency-Key, so that repeating
   * the request is safe. A service has it in its own transaction, and {@link Answer#of} answers.
   *
   * @param render what the first answer says of the effect
   */
  public <T> Once<T> once(Function<T, Answer> render) {
    return Once.under(idempotencyKey(), result -> render.apply(result).toReply());
  }

  private Optional<IdempotencyKey> idempotencyKey() {
    var request = context.request();
    var keys = request.headers().getAll(IDEMPOTENCY_KEY);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (keys.size() > 1 || !IdempotencyKey.isKey(keys.getFirst())) {
      var expected = "expected once, as 1 to 255 visible ASCII characters";
      throw new Refusal(Failure.Invalid.field(IDEMPOTENCY_KEY, expected));
    }
    var operation = request.method() + " " + request.path();
    return Optional.of(IdempotencyKey.of(actor().id(), keys.getFirst(), operation, body(context)));
  }

  /** Where the request comes from, as far as our own proxies can be believed. */
  public InetAddress clientAddress() {
    return context.get(CLIENT);
  }

  /** The name by which the request came, without a port. */
  public Optional<String> host() {
    return Optional.ofNullable(context.request().authority()).map(HostAndPort::host);
  }

  /** A reader who only wants to know where a link leads: HEAD is answered like GET, bodiless. */
  public boolean isHead() {
    return Boolean.TRUE.equals(context.get(HEAD));
  }

  public String requestId() {
    return context.get(REQUEST_ID);
  }
}
