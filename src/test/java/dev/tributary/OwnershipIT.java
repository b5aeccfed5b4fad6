package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.Contract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what to whom: a user only their own, and strangers learn nothing by trying. */
class OwnershipIT {
  /** Every request that names a user or a thing of theirs; {@code WHO} is somebody else. */
  private static final String FOREIGN =
      """
      GET  | /rewards/WHO                 |
      GET  | /referral-stats/WHO          |
      POST | /generate-link               | {"user_id":"WHO"}
      POST | /generate-link               | {"userId":"WHO"}
      POST | /verify-referral             | {"new_user_id":"WHO","code":"CODE"}
      POST | /verify-referral             | {"newUserId":"WHO","referralCode":"CODE"}
      POST | /process-referral            | {"new_user_id":"WHO","code":"CODE"}
      POST | /claim-reward                | {"user_id":"WHO","reward_id":"REWARD"}
      POST | /claim-reward                | {"userId":"WHO","rewardId":"REWARD"}
      POST | /v1/rewards/REWARD/revoke    | {"reason":"because"}
      GET  | /v1/orders/ORDER/explanation |
      GET  | /v1/decisions/DECISION       |
      GET  | /v1/links/LINK/qr            |
      POST | /v1/proofs/run               | {}
      GET  | /v1/me/payouts/PAYOUT        |
      POST | /v1/me/payouts/PAYOUT/cancel | {}
      GET  | /v1/payouts                  |
      GET  | /v1/payouts?affiliate=AFFILIATE |
      GET  | /v1/payouts/PAYOUT           |
      POST | /v1/payouts/PAYOUT/approve   | {}
      POST | /v1/payouts/PAYOUT/reject    | {}
      POST | /v1/payouts/PAYOUT/process   | {}
      POST | /v1/payouts/PAYOUT/pay       | {}
      POST | /v1/payouts/PAYOUT/fail      | {}
      POST | /v1/payouts/PAYOUT/retry     | {}
      POST | /v1/payouts/PAYOUT/cancel    | {}
      POST | /v1/payout-batches           | {"method":"bank_transfer","currency":"usd"}
      GET  | /v1/payout-batches/BATCH     |
      GET  | /v1/payout-batches/BATCH/export |
      GET  | /v1/order-commissions        |
      GET  | /v1/order-commissions/OC     |
      POST | /v1/order-commissions/OC/approve | {}
      POST | /v1/order-commissions/OC/reject | {}
      POST | /v1/order-commissions/OC/cancel | {}
      POST | /v1/order-commissions/OC/unreject | {}
      PATCH | /v1/order-commissions/OC    | {"rate_ppm":1}
      POST | /v1/order-commissions/bulk   | {"action":"approve","ids":["OC"]}
      POST | /v1/invoice-commissions/bulk | {"action":"approve","ids":["IC"]}
      GET  | /v1/invoice-commissions      |
      GET  | /v1/invoice-commissions/IC   |
      POST | /v1/invoice-commissions/IC/approve | {}
      POST | /v1/invoice-commissions/IC/reject | {}
      POST | /v1/invoice-commissions/IC/unreject | {}
      POST | /v1/invoice-commissions/IC/hold | {}
      POST | /v1/invoice-commissions/IC/release | {}
      POST | /v1/invoice-commissions/IC/reverse | {}
      POST | /v1/affiliates               | {"user_id":"WHO"}
      GET  | /v1/affiliates               |
      GET  | /v1/affiliates?q=WHO         |
      POST | /v1/affiliates/bulk          | {"action":"revoke","ids":["AFFILIATE"]}
      GET  | /v1/affiliates/AFFILIATE     |
      PATCH | /v1/affiliates/AFFILIATE    | {"can_invite":false}
      POST | /v1/affiliates/AFFILIATE/approve   | {}
      POST | /v1/affiliates/AFFILIATE/reject    | {}
      POST | /v1/affiliates/AFFILIATE/revoke    | {}
      POST | /v1/affiliates/AFFILIATE/reinstate | {}
      GET  | /v1/affiliates/AFFILIATE/codes |
      DELETE | /v1/me/codes/CODE          |
      GET  | /v1/events/EVENT             |
      POST | /v1/events/EVENT/retry       |
      POST | /v1/events/EVENT/discard     | {"reason":"x"}
      POST | /v1/events/retry             | {"order_id":"ORDER"}
      GET  | /v1/settings                 |
      PUT  | /v1/settings                 | {"definition":{}}
      GET  | /v1/settings/versions        |
      GET  | /v1/settings/versions/1      |
      """;

  private static final Set<String> PUBLIC = Set.of("/track-click", "/r/{code}");
  private static final String NO_ID = "00000000000000000000000000";
  private static final String UNKNOWN_REWARD = "rwd_" + NO_ID;

  private static App app;
  private static String code;
  private static String link;
  private static String reward;
  private static JsonObject payout;
  private static String batch;
  private static String decision;
  private static String event;
  private static String orderCommission;
  private static String invoiceCommission;

  @BeforeAll
  static void start() {
    app = App.start();
    var wish = new JsonObject().put("user_id", "anna");
    var made = app.post("/generate-link", app.user("anna"), wish).bodyAsJsonObject();
    code = made.getString("code");
    link = made.getString("link_id");
    for (int i = 0; i < 5; i++) {
      app.bind(code, "friend_" + i);
      app.report("friend-" + i, "order.paid", App.order("O-" + i, "friend_" + i));
    }
    var rewards =
        App.eventually(
            () -> app.get("/rewards/anna", app.user("anna")).bodyAsJsonObject(),
            earnings -> !earnings.getJsonArray("data").isEmpty());
    reward = rewards.getJsonArray("data").getJsonObject(0).getString("id");
    App.eventually(() -> app.balance("anna"), b -> b.getInteger("available", 0) == 5000);
    batch = approvedPayoutInABatch();
    payout = requestPayout();
    var explained = app.decisions("O-1").getJsonObject(0);
    decision = explained.getString("id");
    event = explained.getString("event_id");
    orderCommission = first("/v1/order-commissions?order_id=O-1");
    invoiceCommission = first("/v1/invoice-commissions?order_id=O-1");
  }

  private static String first(String list) {
    var data = app.get(list, app.staff()).bodyAsJsonObject().getJsonArray("data");
    return data.getJsonObject(0).getString("id");
  }

  private static JsonObject requestPayout() {
    var wish =
        new JsonObject().put("amount", 1000).put("currency", "usd").put("method", "bank_transfer");
    var key = "anna-" + System.nanoTime();
    return app.post("/v1/me/payouts", app.user("anna"), key, wish).bodyAsJsonObject();
  }

  private static String approvedPayoutInABatch() {
    var path = "/v1/payouts/" + requestPayout().getString("id") + "/approve";
    assertThat(app.post(path, app.staff(), "{}").statusCode()).isEqualTo(200);
    var wish = new JsonObject().put("currency", "usd").put("method", "bank_transfer");
    return app.post("/v1/payout-batches", app.staff(), wish).bodyAsJsonObject().getString("id");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static HttpResponse<Buffer> ask(String method, String path, String body, String token) {
    return method.equals("PUT")
        ? app.put(path, token, "\"1\"", body)
        : app.ask(method, path, token, Map.of(), body);
  }

  private static JsonObject problem(HttpResponse<Buffer> answer, int status) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    var problem = answer.bodyAsJsonObject();
    problem.remove("request_id");
    return problem;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = FOREIGN)
  void somebodyElsesIdIs403AlikeWhetherItExistsOrNot(
      String method, String path, @Nullable String body) {
    try (var _ = Unchanged.database(app)) {
      var there = ask(method, existing(path), existing(body), app.user("mallory"));
      var nobody = ask(method, missing(path), missing(body), app.user("mallory"));
      assertThat(problem(there, 403)).isEqualTo(problem(nobody, 403));
      assertThat(there.bodyAsString()).doesNotContain("anna");
      assertThat(there.headers().names())
          .containsExactlyInAnyOrderElementsOf(nobody.headers().names());
    }
  }

  private static String existing(@Nullable String text) {
    return text == null
        ? ""
        : text.replace("WHO", "anna")
            .replace("CODE", code)
            .replace("REWARD", reward)
            .replace("DECISION", decision)
            .replace("EVENT", event)
            .replace("ORDER", "O-1")
            .replace("OC", orderCommission)
            .replace("IC", invoiceCommission)
            .replace("PAYOUT", payout.getString("id"))
            .replace("AFFILIATE", payout.getString("affiliate_id"))
            .replace("BATCH", batch)
            .replace("LINK", link);
  }

  private static String missing(@Nullable String text) {
    return text == null
        ? ""
        : text.replace("WHO", "nobody")
            .replace("CODE", "AAAAAAAA")
            .replace("REWARD", UNKNOWN_REWARD)
            .replace("DECISION", "dec_" + NO_ID)
            .replace("EVENT", "evt_" + NO_ID)
            .replace("ORDER", "O-99")
            .replace("OC", "oc_" + NO_ID)
            .replace("IC", "ic_" + NO_ID)
            .replace("PAYOUT", "po_" + NO_ID)
            .replace("AFFILIATE", "aff_" + NO_ID)
            .replace("BATCH", "pob_" + NO_ID)
            .replace("LINK", "lnk_" + NO_ID);
  }

  /** Events are for services alone; results of payouts are no JSON and have a test of their own. */
  @Test
  void everyPathThatNeedsATokenIsInTheTable() {
    var tried = FOREIGN.lines().map(line -> shape(line.split("\\|", -1)[1].strip())).toList();
    assertThat(securedPaths())
        .filteredOn(path -> !path.startsWith("/v1/me/") || path.contains("{id}"))
        .filteredOn(path -> !path.equals("/v1/events") && !path.endsWith("/results"))
        .allMatch(path -> tried.contains(shape(path)));
  }

  private static Stream<String> securedPaths() {
    var contract = Contract.load(app.main().vertx()).await();
    return contract.api().operations().stream()
        .map(operation -> operation.getOpenAPIPath())
        .filter(path -> !PUBLIC.contains(path));
  }

  private static String shape(String path) {
    return path.replaceAll("[?].*", "").replaceAll("\\{\\w+}|[A-Z]+|(?<=/)\\d+$", "*");
  }

  @Test
  void somebodyElsesRewardIsAsUnknownAsOneThatIsNot() {
    try (var _ = Unchanged.database(app)) {
      var theirs = claim("mallory", reward);
      assertThat(problem(theirs, 404)).isEqualTo(problem(claim("mallory", UNKNOWN_REWARD), 404));
    }
  }

  private static HttpResponse<Buffer> claim(String user, String rewardId) {
    var body = new JsonObject().put("user_id", user).put("reward_id", rewardId);
    return app.post("/claim-reward", app.user(user), body);
  }

  @Test
  void onlyAServiceReportsEvents() {
    var event = App.event("x", "user.registered", new JsonObject().put("user_id", "mallory"));
    try (var _ = Unchanged.database(app)) {
      assertThat(app.post("/v1/events", app.user("mallory"), event).statusCode()).isEqualTo(403);
      assertThat(app.post("/v1/events", app.staff(), event).statusCode()).isEqualTo(403);
    }
  }

  /** Nor an affiliate who has no part in it: that is mallory's case above, and lena's here. */
  @Test
  void onlyStaffServicesAndTheAffiliateConcernedSeeWhyAnOrderEarned() {
    app.link("lena");
    for (var path : List.of("/v1/orders/O-1/explanation", "/v1/decisions/" + decision)) {
      assertThat(app.get(path, app.user("lena")).statusCode()).isEqualTo(403);
      assertThat(app.get(path, app.user("friend_1")).statusCode()).isEqualTo(403);
      assertThat(app.get(path, app.user("anna")).statusCode()).isEqualTo(200);
      assertThat(app.get(path, app.staff()).statusCode()).isEqualTo(200);
      assertThat(app.get(path, app.shop()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void eventsAreForStaff() {
    for (var path : List.of("/v1/events", "/v1/events/" + event)) {
      assertThat(app.get(path, app.shop()).statusCode()).isEqualTo(403);
      assertThat(app.get(path, app.user("anna")).statusCode()).isEqualTo(403);
      assertThat(app.get(path, app.staff()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void staffDoNotClaimTheRewardsOfOthers() {
    var body = new JsonObject().put("user_id", "anna").put("reward_id", reward);
    try (var _ = Unchanged.database(app)) {
      assertThat(app.post("/claim-reward", app.staff(), body).statusCode()).isEqualTo(403);
    }
  }

  static List<String> untrusted() {
    var parts = app.user("anna").split("\\.", -1);
    var admin =
        new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])))
            .put("sub", "anna")
            .put("roles", List.of("admin", "service"))
            .encode();
    var forged = Base64.getUrlEncoder().withoutPadding().encodeToString(admin.getBytes(UTF_8));
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(UTF_8));
    return List.of(
        "",
        "x",
        parts[0] + "." + forged + "." + parts[2],
        parts[0] + "." + parts[1] + ".",
        none + "." + forged + ".",
        none + "." + parts[1] + "." + parts[2]);
  }

  @ParameterizedTest
  @MethodSource("untrusted")
  void aTokenThatCannotBeTrustedIs401OnEveryPath(String token) {
    try (var _ = Unchanged.database(app)) {
      FOREIGN
          .lines()
          .map(line -> line.split("\\|", -1))
          .map(c -> ask(c[0].strip(), existing(c[1].strip()), existing(c[2].strip()), token))
          .forEach(OwnershipIT::assertUnauthenticated);
      assertUnauthenticated(app.post("/v1/events", token, "[]"));
      assertUnauthenticated(app.get("/v1/me/clicks", token));
      assertUnauthenticated(app.get("/v1/events", token));
    }
  }

  private static void assertUnauthenticated(HttpResponse<Buffer> answer) {
    assertThat(problem(answer, 401).getString("code")).isEqualTo("unauthenticated");
    assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
  }
}
