package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The path of a request through the edge, over a real server. */
class RoutesIT {
  private static Edge edge;

  @BeforeAll
  static void start() {
    edge =
        new Edge(
            Map.of(
                "generateLink", RoutesIT::echo,
                "trackClick", RoutesIT::echo,
                "ingestEvents", call -> Future.succeededFuture(Answer.accepted(seen(call))),
                "getReferralStats", RoutesIT::stats,
                "explainOrder", RoutesIT::broken,
                "followCode", RoutesIT::redirect,
                "getRewards",
                    call -> Future.succeededFuture(stats(call).result().with("X", "a\r\nb"))));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static Future<Answer> echo(Call call) {
    return Future.succeededFuture(Answer.ok(seen(call)));
  }

  private static JsonObject seen(Call call) {
    return new JsonObject()
        .put("body", call.bodyValue())
        .put("client", call.clientAddress().getHostAddress())
        .put("request_id", call.requestId());
  }

  private static Future<Answer> redirect(Call call) {
    var answer = Answer.redirect("https://shop.example/");
    return Future.succeededFuture(answer.with("X-Head", String.valueOf(call.isHead())));
  }

  private static Future<Answer> stats(Call call) {
    var user = call.path("userId");
    if (!call.actor().mayActFor(user)) {
      throw new Refusal(new Failure.Forbidden());
    }
    return Future.succeededFuture(Answer.ok(new JsonObject().put("user", user)));
  }

  private static Future<Answer> broken(Call call) {
    return switch (call.path("order_id")) {
      case "bug" -> throw new IllegalStateException("secret detail");
      case "refused" -> Future.failedFuture(new ConnectException("db:5432 refused"));
      case "slow" -> Future.failedFuture(new TimeoutException("secret detail"));
      default -> Future.failedFuture(new Refusal(new Failure.NotFound("order", "x")));
    };
  }

  private static HttpResponse<Buffer> post(String path, String body) {
    return post(path, Buffer.buffer(body), "application/json");
  }

  private static HttpResponse<Buffer> post(String path, Buffer body, String type) {
    return edge.client
        .post(path)
        .bearerTokenAuthentication(edge.token("u_7"))
        .putHeader("Content-Type", type)
        .sendBuffer(body)
        .await();
  }

  private static HttpResponse<Buffer> get(String path) {
    return edge.client.get(path).bearerTokenAuthentication(edge.token("u_7")).send().await();
  }

  private static JsonObject problem(HttpResponse<Buffer> response, int status, String code) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    var body = response.bodyAsJsonObject();
    assertThat(body.getString("code")).isEqualTo(code);
    assertThat(body.getInteger("status")).isEqualTo(status);
    assertThat(body.getString("request_id")).isEqualTo(response.getHeader("X-Request-Id"));
    var kind = body.getString("title").toLowerCase(Locale.ROOT).replace(' ', '-');
    assertThat(body.getString("type")).isEqualTo("/docs/errors#" + kind);
    return body;
  }

  private static String firstError(HttpResponse<Buffer> response) {
    var error = problem(response, 400, "invalid_request").getJsonArray("errors").getJsonObject(0);
    return error.getString("pointer") + " " + error.getString("detail");
  }

  @Test
  void aGoodRequestReachesItsOperation() {
    var response = post("/generate-link", "{\"userId\":\"u_7\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.bodyAsJsonObject().getJsonObject("body").getString("userId"))
        .isEqualTo("u_7");
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(response.getHeader("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(response.getHeader("RateLimit-Policy")).isEqualTo("\"standard\";q=10000;w=60");
    assertThat(response.getHeader("RateLimit")).matches("\"standard\";r=\\d+;t=\\d+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "{}",
        "{,}",
        "{\"user_id\":\"u_7\",}",
        "{} {}",
        "{}x",
        "{\"user_id\":\"u_7\"",
        "\uFEFF{\"user_id\":\"u_7\"}",
        "{\"user_id\":\"u_7\",\"user_id\":\"u_8\"}",
        "{\"user_id\":\"u_7\",\"userId\":\"u_7\"}",
        "{\"user_id\":7}",
        "{\"user_id\":null}",
        "{\"user_id\":[\"u_7\"]}",
        "{\"user_id\":\"\"}",
        "{\"user_id\":\"u 7\"}",
        "{\"user_id\":\"u\\u0000\"}",
        "{\"user_id\":\"\\ud800\"}",
        "{\"user_id\":\"u_7\",\"\\u0000\":1}",
        "{\"user_id\":\"u_7\",\"balance\":9e9}",
        "{\"user_id\":\"u_7\",\"n\":1e400}",
        "{\"user_id\":NaN}",
        "{\"user_id\":\"u_7\",\"destination_url\":\"javascript:alert(1)\"}",
        "{\"user_id\":\"u_7\",\"destination_url\":\"https://a b\"}",
        "{'user_id':'u_7'}"
      })
  void aBodyThatBreaksTheContractIs400(String body) {
    problem(post("/generate-link", body), 400, "invalid_request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"user_id":"u_7","balance":1}                   | /balance is not a known field
          {"user_id":7}                                   | /user_id must be of type string
          {}                                              | /user_id is required
          {"user_id":"u_7","userId":"u_7"}                | gives the same thing in more than one way
          {"user_id":"u\\u0000"}                          | /user_id holds a character that cannot be stored
          {"user_id":"a b"}                               | /user_id does not have the form of the contract
          {"user_id":"u_7","user_id":"u_8"}               | is not JSON: one value, no name twice in an object, nothing after it
          """)
  void theFieldIsNamed(String body, String error) {
    assertThat(firstError(post("/generate-link", body)).strip()).isEqualTo(error);
  }

  @Test
  void bytesThatAreNotUtf8Are400() {
    var latin1 = Buffer.buffer("{\"user_id\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    problem(post("/generate-link", latin1, "application/json"), 400, "invalid_request");
    var utf16 = Buffer.buffer("{\"user_id\":\"u_7\"}".getBytes(StandardCharsets.UTF_16));
    problem(post("/generate-link", utf16, "application/json"), 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/generate-link", "/track-click"})
  void nestingHasALimit(String path) {
    problem(post(path, "[".repeat(3000) + "]".repeat(3000)), 400, "invalid_request");
  }

  @Test
  void aBodyOver64KiBIs413() {
    var large = "{\"user_id\":\"" + "u".repeat(64 * 1024) + "\"}";
    problem(post("/generate-link", large), 413, "body_too_large");
    problem(post("/v1/nowhere", large), 413, "body_too_large");
  }

  @Test
  void anotherContentTypeIs415() {
    var body = Buffer.buffer("{\"user_id\":\"u_7\"}");
    problem(post("/generate-link", body, "text/plain"), 415, "unsupported_media_type");
    problem(post("/track-click", body, "multipart/form-data"), 415, "unsupported_media_type");
    assertThat(post("/generate-link", body, "application/json; charset=utf-8").statusCode())
        .isEqualTo(200);
    var none = edge.client.post("/track-click").sendBuffer(body).await();
    problem(none, 415, "unsupported_media_type");
  }

  @Test
  void anUnknownPathIs404AndAnotherMethodIs405() {
    problem(get("/v1/nowhere"), 404, "not_found");
    var wrong = get("/generate-link");
    problem(wrong, 405, "method_not_allowed");
    assertThat(wrong.getHeader("Allow")).isEqualTo("POST");
    var docs = post("/docs/", "{}");
    problem(docs, 405, "method_not_allowed");
    assertThat(docs.getHeader("Allow")).isEqualTo("GET, HEAD");
    var link = edge.client.put("/r/K7M2P9QX").send().await();
    assertThat(link.getHeader("Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/referral-stats/%00", "/referral-stats/a%0d%0ab", "/referral-stats/%zz"})
  void aBrokenPathIs400(String path) {
    problem(get(path), 400, "invalid_request");
  }

  @Test
  void aPathParameterIsDecodedOnce() {
    assertThat(get("/referral-stats/u_7").statusCode()).isEqualTo(200);
    problem(get("/referral-stats/u_8"), 403, "forbidden");
    var plus = edge.client.get("/referral-stats/a+b%2Fc%2541");
    var response = plus.bearerTokenAuthentication(edge.token("a+b/c%41")).send().await();
    assertThat(response.bodyAsJsonObject().getString("user")).isEqualTo("a+b/c%41");
    problem(get("/referral-stats/" + "u".repeat(129)), 400, "invalid_request");
  }

  @Test
  void bugsTellNothingAndOutagesAskForARetry() {
    var bug = get("/v1/orders/bug/explanation");
    problem(bug, 500, "internal_error");
    assertThat(bug.bodyAsString()).doesNotContain("secret");
    for (var order : new String[] {"refused", "slow"}) {
      var outage = get("/v1/orders/" + order + "/explanation");
      problem(outage, 503, "temporarily_unavailable");
      assertThat(Integer.parseInt(outage.getHeader("Retry-After"))).isPositive();
      assertThat(outage.bodyAsString()).doesNotContain("secret").doesNotContain("5432");
    }
    problem(get("/rewards/u_7"), 500, "internal_error");
    problem(get("/v1/orders/other/explanation"), 404, "order_not_found");
  }

  @Test
  void aSaneRequestIdIsKeptAndAnyOtherReplaced() {
    var sane = edge.client.get("/v1/x").putHeader("X-Request-Id", "abc-1.2_3").send().await();
    assertThat(sane.getHeader("X-Request-Id")).isEqualTo("abc-1.2_3");
    var odd = edge.client.get("/v1/x").putHeader("X-Request-Id", "a\"b<script>").send().await();
    assertThat(odd.getHeader("X-Request-Id")).matches("req_[0-9a-z]{26}");
  }

  @Test
  void publicRoutesNeedNoToken() {
    var click = edge.client.post("/track-click").sendJsonObject(new JsonObject()).await();
    assertThat(click.statusCode()).isEqualTo(200);
    var visit = edge.client.get("/r/K7M2P9QX").send().await();
    assertThat(visit.statusCode()).isEqualTo(302);
    assertThat(visit.getHeader("Location")).isEqualTo("https://shop.example/");
    assertThat(visit.getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(visit.getHeader("X-Head")).isEqualTo("false");
    var peek = edge.client.request(HttpMethod.HEAD, "/r/K7M2P9QX").send().await();
    assertThat(peek.statusCode()).isEqualTo(302);
    assertThat(peek.getHeader("X-Head")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"specversion":"1.0","id":"1","source":"/s","type":"order.lost","data":{}}    | /type
          {"specversion":"1.0","id":"1","source":"/s","type":"order.paid","data":{"order_id":"o","user_id":"u","amount":9000000000000001,"currency":"usd"}} | /data/amount
          {"specversion":"1.0","id":"1","source":"/s","type":"order.paid","data":{"order_id":"o","user_id":"u","amount":10.5,"currency":"usd"}} | /data/amount
          {"specversion":"1.0","id":"1","source":"/s","type":"order.paid","data":{"order_id":"o","user_id":"u","amount":99999999999999999999,"currency":"usd"}} | /data/amount
          {"specversion":"1.0","id":"1","source":"/s","type":"order.paid","data":[]}    | /data
          {"specversion":"1.0","id":"1","type":"order.paid","data":{}}                  | /source
          [{"specversion":"1.0","id":"1","source":"/s","type":"user.registered","data":{"user_id":"u"}},{"id":7}] | /1/id
          """)
  void aBrokenEventIsNamed(String body, String pointer) {
    var errors = problem(post("/v1/events", body), 400, "invalid_request").getJsonArray("errors");
    assertThat(errors).extracting("map.pointer").contains(pointer);
  }

  @Test
  void oneEventAndAListOfThemAreBothTaken() {
    var event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"user.registered\","
            + "\"extension\":1,\"data\":{\"user_id\":\"u\",\"more\":1.5}}";
    assertThat(post("/v1/events", event).statusCode()).isEqualTo(202);
    assertThat(post("/v1/events", "[" + event + "]").statusCode()).isEqualTo(202);
    problem(post("/v1/events", "[]"), 400, "invalid_request");
    problem(post("/v1/events", "\"x\""), 400, "invalid_request");
  }

  @Test
  void codeAndContractMustNameTheSameOperations() {
    assertThatThrownBy(() -> edge.routes.router(Map.of("inventedHere", RoutesIT::echo), Set.of()))
        .hasMessageContaining("inventedHere")
        .hasMessageContaining("claimReward");
  }
}
