package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.access.DemoTokens;
import dev.tributary.platform.Config;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The whole service in this JVM, on the real servers, with a database and queues of its own. Every
 * answer that passes through it is checked against the contract.
 */
public final class App implements AutoCloseable {
  private static final String SECRET = "the secret of the tests, long enough for HS256";

  private final Main main;
  private final Config config;
  private final TestDatabase database;
  private final DemoTokens tokens;
  private final WebClient client;
  private final ContractWatch watch;

  private App(TestDatabase database, Map<String, String> environment) {
    this.database = database;
    config = Config.load(environment);
    main = Main.start(config).timeout(30, TimeUnit.SECONDS).await();
    tokens = new DemoTokens(main.vertx(), config.jwt());
    watch = new ContractWatch(main.vertx());
    var options =
        new WebClientOptions()
            .setDefaultHost("127.0.0.1")
            .setDefaultPort(config.http().listen().port())
            .setFollowRedirects(false);
    client = WebClient.create(main.vertx(), options, new PoolOptions().setHttp1MaxSize(64));
  }

  /** A fresh installation without a broker. */
  public static App start() {
    return start(Map.of());
  }

  /** A fresh installation with these environment variables. */
  public static App start(Map<String, String> variables) {
    return onDatabase(TestDatabase.create(), variables);
  }

  /** A fresh installation that reaches its database through the proxy. */
  static App startBehind(FaultProxy proxy, Map<String, String> variables) {
    var database = TestDatabase.create();
    var environment = new HashMap<>(variables);
    environment.put("TRIBUTARY_POSTGRES_URL", proxy.url(database.url()));
    return onDatabase(database, environment);
  }

  /** Another instance of the service on the database of this one. */
  public App another() {
    return another(Map.of());
  }

  public App another(Map<String, String> variables) {
    return onDatabase(database, variables);
  }

  private static App onDatabase(TestDatabase database, Map<String, String> variables) {
    var environment = new HashMap<String, String>();
    environment.put("TRIBUTARY_POSTGRES_URL", database.url());
    environment.put("TRIBUTARY_REDIS_URL", TestServers.redisUrl());
    environment.put("TRIBUTARY_JWT_SECRET", SECRET);
    environment.put("TRIBUTARY_HTTP_PORT", freePort());
    environment.put("TRIBUTARY_MANAGEMENT_PORT", freePort());
    environment.putAll(variables);
    return new App(database, environment);
  }

  static String freePort() {
    try (var socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Config config() {
    return config;
  }

  /** Where the service is reached. */
  public String origin() {
    return "http://127.0.0.1:" + config.http().listen().port();
  }

  Main main() {
    return main;
  }

  public String user(String id) {
    return tokens.issue(id, List.of("user"), Duration.ofHours(1));
  }

  public String staff() {
    return staff("reviewer", "finance", "admin");
  }

  public String staff(String... roles) {
    return tokens.issue("staff_1", List.of(roles), Duration.ofHours(1));
  }

  public String shop() {
    return tokens.issue("shop", List.of("service"), Duration.ofHours(1));
  }

  /** A token of somebody in exactly these roles. */
  public String token(String id, String... roles) {
    return tokens.issue(id, List.of(roles), Duration.ofHours(1));
  }

  public HttpResponse<Buffer> get(String path, String token) {
    return watch.check("GET", path, authorized(client.get(path), token).send().await());
  }

  public HttpResponse<Buffer> post(String path, String token, Object json) {
    return watch.check("POST", path, send(path, token, json).await());
  }

  public HttpResponse<Buffer> patch(String path, String token, Object json) {
    var request =
        authorized(client.patch(path), token).putHeader("Content-Type", "application/json");
    return watch.check("PATCH", path, request.sendBuffer(Buffer.buffer(json.toString())).await());
  }

  /** Like {@link #post}, for requests that race each other: it does not wait for the answer. */
  public Future<HttpResponse<Buffer>> send(String path, String token, Object json) {
    var request =
        authorized(client.post(path), token).putHeader("Content-Type", "application/json");
    return request.sendBuffer(Buffer.buffer(json.toString()));
  }

  /** Like {@link #post}, under an Idempotency-Key. */
  public HttpResponse<Buffer> post(String path, String token, String key, Object json) {
    return watch.check("POST", path, send(path, token, key, json).await());
  }

  /** Like {@link #send}, under an Idempotency-Key. */
  public Future<HttpResponse<Buffer>> send(String path, String token, String key, Object json) {
    return authorized(client.post(path), token)
        .putHeader("Content-Type", "application/json")
        .putHeader("Idempotency-Key", key)
        .sendBuffer(Buffer.buffer(json.toString()));
  }

  /** Changes what has this ETag; an empty one is not sent. */
  public HttpResponse<Buffer> put(String path, String token, String etag, Object json) {
    return watch.check("PUT", path, sendPut(path, token, etag, json).await());
  }

  /** Like {@link #put}, for requests that race each other. */
  public Future<HttpResponse<Buffer>> sendPut(String path, String token, String etag, Object json) {
    var request = authorized(client.put(path), token).putHeader("Content-Type", "application/json");
    if (!etag.isEmpty()) {
      request.putHeader("If-Match", etag);
    }
    return request.sendBuffer(Buffer.buffer(json.toString()));
  }

  /** A request of any method with these headers; without a body when it is empty. */
  public HttpResponse<Buffer> ask(
      String method, String path, String token, Map<String, String> headers, String json) {
    var request = authorized(client.request(HttpMethod.valueOf(method), path), token);
    headers.forEach(request::putHeader);
    var answer =
        json.isEmpty()
            ? request.send()
            : request.putHeader("Content-Type", "application/json").sendBuffer(Buffer.buffer(json));
    return watch.check(method, path, answer.await());
  }

  private static HttpRequest<Buffer> authorized(HttpRequest<Buffer> request, String token) {
    return token.isEmpty() ? request : request.bearerTokenAuthentication(token);
  }

  /** A client for what the methods above do not do: many requests at once, odd headers. */
  public WebClient client() {
    return client;
  }

  public HttpResponse<Buffer> management(String path) {
    return client.get(config.management().port(), "127.0.0.1", path).send().await();
  }

  /** The code of a new link of this user. */
  public String link(String userId) {
    var body = new JsonObject().put("user_id", userId);
    var answer = post("/generate-link", user(userId), body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    return answer.bodyAsJsonObject().getString("code");
  }

  /** Binds a new user to the owner of the code. */
  public JsonObject bind(String code, String newUserId) {
    var body = new JsonObject().put("code", code).put("new_user_id", newUserId);
    var answer = post("/verify-referral", shop(), body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonObject("referral");
  }

  /** Reports one event of the shop. */
  public HttpResponse<Buffer> report(String eventId, String type, JsonObject data) {
    return post("/v1/events", shop(), event(eventId, type, data));
  }

  static JsonObject event(String eventId, String type, JsonObject data) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", eventId)
        .put("source", "/shop")
        .put("type", type)
        .put("data", data);
  }

  /** The data of an order of 110.00 with 10.00 tax, paid by card; it earns 10.00. */
  public static JsonObject order(String orderId, String userId) {
    return new JsonObject()
        .put("order_id", orderId)
        .put("user_id", userId)
        .put("order_kind", "product")
        .put("payment_method", "card")
        .put("invoice_id", "INV-" + orderId)
        .put("amount", 11000)
        .put("tax_amount", 1000)
        .put("shipping_amount", 0)
        .put("discount_amount", 0)
        .put("currency", "usd")
        .put("paid_at", "2026-05-01T10:00:00Z");
  }

  /** The one balance of a user, or an empty object. */
  public JsonObject balance(String userId) {
    var balances = get("/rewards/" + userId, staff()).bodyAsJsonObject().getJsonArray("balances");
    return balances.isEmpty() ? new JsonObject() : balances.getJsonObject(0);
  }

  public JsonArray decisions(String orderId) {
    var answer = get("/v1/orders/" + orderId + "/explanation", staff());
    return answer.statusCode() == 404
        ? new JsonArray()
        : answer.bodyAsJsonObject().getJsonArray("decisions");
  }

  /** Waits for what happens soon, but not at once. */
  public static <T> T eventually(Supplier<T> read, Predicate<T> wanted) {
    return eventually(Duration.ofSeconds(10), read, wanted);
  }

  /** The same for what takes its time. */
  public static <T> T eventually(Duration patience, Supplier<T> read, Predicate<T> wanted) {
    long deadline = System.nanoTime() + patience.toNanos();
    var value = read.get();
    while (!wanted.test(value)) {
      assertThat(System.nanoTime()).as("gave up waiting; last seen %s", value).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
      value = read.get();
    }
    return value;
  }

  /** Rows of a query, each with its columns as text. */
  public List<List<String>> rows(String sql) {
    return database.rows(sql);
  }

  /** A session of the test's own, for what has to happen in one, or to hold a lock with. */
  public Connection connect() {
    return database.connect();
  }

  public long number(String sql) {
    return database.number(sql);
  }

  public void execute(String sql) {
    database.execute(sql);
  }

  @Override
  public void close() {
    client.close();
    main.stop().timeout(20, TimeUnit.SECONDS).await();
  }

  /** Drops the database too; for the test that started it. */
  public void closeAndForget() {
    close();
    forget();
  }

  /** Drops the database of an instance that is closed. */
  public void forget() {
    database.close();
  }

  /**
   * Like {@link #closeAndForget}, but fails when two transactions ever waited for each other. The
   * service would not tell, since it runs the loser again; PostgreSQL counts when a session ends.
   */
  void closeWithoutDeadlock() {
    close();
    var deadlocks =
        database.number(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    database.close();
    assertThat(deadlocks).as("deadlocks").isZero();
  }
}
