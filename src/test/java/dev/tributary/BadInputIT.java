package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the paths of the seeds refuse: a 4xx that names the field, and nothing has changed. */
class BadInputIT {
  private static final List<String> POSTS =
      List.of(
          "/generate-link",
          "/track-click",
          "/verify-referral",
          "/process-referral",
          "/claim-reward",
          "/v1/events");

  private static final List<String> NOT_AN_OBJECT =
      List.of(
          "",
          " ",
          "null",
          "\"x\"",
          "7",
          "true",
          "{",
          "{,}",
          "{\"user_id\":\"anna\",}",
          "{} {}",
          "{\"user_id\":\"anna\",\"user_id\":\"ben\"}",
          "{\"user_id\":\"\\ud800\"}",
          "{\"user_id\":\"a\\u0000b\"}",
          "{\"user_id\":1e400}",
          "{user_id:'anna'}",
          "\ufeff{}",
          "[".repeat(3000),
          "{\"a\":".repeat(3000));

  /** Path, body, and where the mistake is; {@code CODE} is a code that exists. */
  private static final String FIELDS =
      """
      /generate-link   | {}                                                   | /user_id
      /generate-link   | {"user_id":null}                                     | /user_id
      /generate-link   | {"user_id":7}                                        | /user_id
      /generate-link   | {"user_id":""}                                       | /user_id
      /generate-link   | {"user_id":"an na"}                                  | /user_id
      /generate-link   | {"user_id":["anna"]}                                 | /user_id
      /generate-link   | {"user_id":"anna","userId":"anna"}                   |
      /generate-link   | {"user_id":"anna","destination_url":7}               | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"//evil.example"} | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"javascript:alert(1)"} | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"https://evil.example/"} | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"https://shop.example@evil.example/"} | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"https://shop.example\\\\@evil.example/"} | /destination_url
      /generate-link   | {"user_id":"anna","destination_url":"https://shop.exa\\tmple/"} | /destination_url
      /generate-link   | {"user_id":"anna","status":"active"}                 | /status
      /generate-link   | {"user_id":"anna","rate_ppm":1000000}                | /rate_ppm
      /generate-link   | {"user_id":"anna","code":"AAAAAAAA"}                 | /code
      /track-click     | {}                                                   | /code
      /track-click     | {"code":7}                                           | /code
      /track-click     | {"code":""}                                          | /code
      /track-click     | {"code":"CODE","referral_link":"https://go.example/r/CODE"} | /code
      /track-click     | {"code":"CODE","counted":true}                       | /counted
      /track-click     | {"code":"CODE","sub_id":7}                           | /sub_id
      /track-click     | {"code":"CODE","first_click_id":"clk_x"}             | /first_click_id
      /track-click     | {"code":"CODE","sub_id":"a\\nb"}                      | /sub_id
      /verify-referral | {"code":"CODE"}                                      | /new_user_id
      /verify-referral | {"new_user_id":"anna"}                               | /referral_link
      /verify-referral | {"code":"no","new_user_id":"anna"}                   | /code
      /verify-referral | {"click_id":"clk_x","new_user_id":"anna"}            | /click_id
      /verify-referral | {"code":"CODE","new_user_id":"anna","status":"qualified"} | /status
      /verify-referral | {"code":"CODE","new_user_id":"anna","affiliate_user_id":"eve"} | /affiliate_user_id
      /process-referral | {"code":"CODE"}                                     | /new_user_id
      /claim-reward    | {"user_id":"anna"}                                   | /reward_id
      /claim-reward    | {"user_id":"anna","reward_id":"rwd_x"}               | /reward_id
      /claim-reward    | {"user_id":"anna","reward_id":7}                     | /reward_id
      /claim-reward    | {"user_id":"anna","reward_id":"rwd_00000000000000000000000000","balance":9} | /balance
      """;

  private static App app;
  private static String code;

  @BeforeAll
  static void start() {
    app = App.start();
    code = app.link("owner");
    app.bind(code, "ben");
    app.link("anna");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static String token(String path) {
    return path.equals("/v1/events") ? app.shop() : app.user("anna");
  }

  private static void assertInvalid(HttpResponse<Buffer> answer, String pointer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    var problem = answer.bodyAsJsonObject();
    assertThat(problem.getString("code")).isEqualTo("invalid_request");
    assertThat(
            problem.getJsonArray("errors").stream().map(e -> ((JsonObject) e).getString("pointer")))
        .as(problem.encode())
        .contains(pointer);
  }

  static Stream<Arguments> malformed() {
    return POSTS.stream()
        .flatMap(path -> NOT_AN_OBJECT.stream().map(body -> Arguments.of(path, body)));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("malformed")
  void aBodyThatIsNoJsonObjectIs400(String path, String body) {
    try (var _ = Unchanged.database(app)) {
      var answer = app.post(path, token(path), body);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
      var problem = answer.bodyAsJsonObject();
      assertThat(problem.getString("code")).isEqualTo("invalid_request");
      assertThat(problem.getJsonArray("errors")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = FIELDS)
  void aFieldThatIsWrongIsNamed(String path, String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      var answer = app.post(path, token(path), body.replace("CODE", code));
      assertInvalid(answer, pointer == null ? "" : pointer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          /track-click      | {"code":"AAAAAAAA"}                                           | code_not_found
          /track-click      | {"code":"' OR 1=1"}                                           | code_not_found
          /track-click      | {"referral_link":"https://go.example/"}                       | code_not_found
          /verify-referral  | {"code":"AAAAAAAA","new_user_id":"anna"}                      | code_not_found
          /process-referral | {"referral_link":"https://a.b/r/AAAAAAAA","newUserId":"anna"} | code_not_found
          /verify-referral  | {"click_id":"clk_00000000000000000000000000","new_user_id":"anna"} | click_not_found
          /claim-reward     | {"user_id":"anna","reward_id":"rwd_00000000000000000000000000"} | reward_not_found
          """)
  void whatDoesNotExistIs404(String path, String body, String problem) {
    try (var _ = Unchanged.database(app)) {
      var answer = app.post(path, token(path), body);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(404);
      assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo(problem);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/rewards/%00, 400",
    "/rewards/a%20b, 400",
    "/referral-stats/%0d%0aSet-Cookie:x, 400",
    "/referral-stats/%ff, 400",
    "/r/AAAAAAAA, 404",
    "/r/%00, 404",
    "/r/'%20OR%201=1, 404",
    "/r/..%2f..%2fetc, 404",
    "/r/AAAAAAA%C5%BF, 404",
    "/v1/orders/%00/explanation, 400",
    "/v1/orders/never/explanation, 404",
    "/nowhere, 404"
  })
  void aPathThatNamesNothingIsRefused(String path, int status) {
    try (var _ = Unchanged.database(app)) {
      assertThat(app.get(path, app.staff()).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void aBodyOfMoreThan64KiBIs413() {
    try (var _ = Unchanged.database(app)) {
      for (var path : POSTS) {
        var body = "{\"user_id\":\"" + "x".repeat(64 * 1024) + "\"}";
        var answer = app.post(path, token(path), body);
        assertThat(answer.statusCode()).as(path).isEqualTo(413);
      }
    }
  }

  @Test
  void anotherMediaTypeIs415AndAnotherMethod405() {
    try (var _ = Unchanged.database(app)) {
      for (var path : POSTS) {
        var request = app.client().post(path).bearerTokenAuthentication(token(path));
        var form = request.putHeader("Content-Type", "text/plain").sendBuffer(Buffer.buffer("{}"));
        assertThat(form.await().statusCode()).as(path).isEqualTo(415);
        var deleted = app.client().delete(path).bearerTokenAuthentication(token(path)).send();
        assertThat(deleted.await().statusCode()).as(path).isEqualTo(405);
        var allowed = path.equals("/v1/events") ? "GET, HEAD, POST" : "POST";
        assertThat(deleted.await().getHeader("Allow")).isEqualTo(allowed);
      }
    }
  }

  @Test
  void nobodyRefersThemselves() {
    try (var _ = Unchanged.database(app)) {
      var claim = new JsonObject().put("code", code).put("new_user_id", "owner");
      var answer = app.post("/verify-referral", app.user("owner"), claim);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("self_referral");
    }
  }

  @Test
  void aBondThatExistsIsReturnedWhateverCodeIsGiven() {
    try (var _ = Unchanged.database(app)) {
      var claim = new JsonObject().put("code", "AAAAAAAA").put("new_user_id", "ben");
      var bound = app.post("/verify-referral", app.user("ben"), claim).bodyAsJsonObject();
      var referral = bound.getJsonObject("referral");
      assertThat(referral.getString("affiliate_user_id")).isEqualTo("owner");
      assertThat(referral.getString("reason_code")).isEqualTo("already_bound");
    }
  }
}
