package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything at once, on two instances over one database: the outcome is that of one by one. */
class RaceIT {
  private static final String BLOCKED =
      "NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
          + " AND locktype = ";
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeAndForget();
  }

  @AfterEach
  void theLedgerHoldsAndNoEventHadToBeTriedAgain() {
    LedgerCheck.holds(app);
    assertThat(app.rows("SELECT event_id, reason FROM inbound_event WHERE attempts > 0")).isEmpty();
  }

  /** All requests are on their way before the first answer is looked at; even ones go to app. */
  private static List<HttpResponse<Buffer>> race(
      int runners, IntFunction<Future<HttpResponse<Buffer>>> start) {
    var running = IntStream.range(0, runners).mapToObj(start).toList();
    return running.stream().map(answer -> answer.await()).toList();
  }

  private static App instance(int number) {
    return number % 2 == 0 ? app : other;
  }

  private static Future<HttpResponse<Buffer>> report(
      App instance, String eventId, String type, JsonObject data) {
    return instance.send("/v1/events", app.shop(), App.event(eventId, type, data));
  }

  private static Map<Integer, Long> statuses(List<HttpResponse<Buffer>> answers) {
    return answers.stream()
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  private static void awaitDone(String orderIdPattern, int orders) {
    var done = "status = 'done' AND order_id LIKE '" + orderIdPattern + "'";
    App.eventually(() -> count("inbound_event", done), number -> number == orders);
  }

  private static long count(String table, String condition) {
    return app.number("SELECT count(*) FROM " + table + " WHERE " + condition);
  }

  /** An affiliate some of whose referrals, bound one by one, pay for an order at once. */
  private static void qualify(String affiliate, int referrals) {
    var code = app.link(affiliate);
    IntStream.range(0, referrals).forEach(i -> app.bind(code, affiliate + "_friend_" + i));
    race(
        referrals,
        i -> {
          var order = App.order("Q-" + affiliate + "-" + i, affiliate + "_friend_" + i);
          return report(instance(i), affiliate + "-" + i, "order.paid", order);
        });
    awaitDone("Q-" + affiliate + "-%", referrals);
  }

  @Test
  void ofTenOrdersAtOnceExactlyAsManyEarnAsTheLimitSays() {
    app.bind(app.link("tess"), "theo");
    race(10, i -> report(instance(i), "ten-" + i, "order.paid", App.order("TEN-" + i, "theo")));
    awaitDone("TEN-%", 10);
    assertThat(count("order_commission", "order_id LIKE 'TEN-%'")).isEqualTo(3);
    assertThat(count("decision", "order_id LIKE 'TEN-%' AND reason_code = 'trigger_limit_reached'"))
        .isEqualTo(7);
    assertThat(app.balance("tess").getInteger("total_revenue")).isEqualTo(3000);
    assertThat(app.balance("tess").getInteger("available")).isEqualTo(3000);
  }

  @Test
  void theSameEventFiftyTimesAtOnceIsAcceptedOnce() {
    app.bind(app.link("fay"), "fred");
    var order = App.order("FIFTY", "fred");
    var answers = race(50, i -> report(instance(i), "fifty", "order.paid", order));
    assertThat(statuses(answers)).isEqualTo(Map.of(202, 50L));
    var receipts =
        answers.stream()
            .map(answer -> answer.bodyAsJsonObject().getJsonArray("data").getJsonObject(0))
            .toList();
    assertThat(receipts).extracting(r -> r.getString("id")).containsOnly(id(receipts.getFirst()));
    assertThat(receipts).filteredOn(r -> r.getString("status").equals("accepted")).hasSize(1);
    awaitDone("FIFTY", 1);
    assertThat(app.decisions("FIFTY")).hasSize(1);
    assertThat(app.balance("fay").getInteger("total_revenue")).isEqualTo(1000);
  }

  private static String id(JsonObject receipt) {
    return receipt.getString("id");
  }

  @Test
  void theSameOrderUnderTwentyEventIdsAtOnceEarnsOnce() {
    app.bind(app.link("sara"), "saul");
    var order = App.order("SAME", "saul");
    race(20, i -> report(instance(i), "same-" + i, "order.paid", order));
    awaitDone("SAME", 20);
    assertThat(app.balance("sara").getInteger("total_revenue")).isEqualTo(1000);
    assertThat(count("decision", "order_id = 'SAME' AND reason_code = 'duplicate_event'"))
        .isEqualTo(19);
  }

  @Test
  void twentyReferralsThatQualifyAtOnceReachEachMilestoneOnce() {
    qualify("mira", 20);
    var rewards = app.get("/rewards/mira", app.user("mira")).bodyAsJsonObject();
    assertThat(rewards.getJsonArray("data").stream().map(r -> ((JsonObject) r).getString("name")))
        .containsExactlyInAnyOrder("Bronze", "Silver", "Gold");
    var stats = app.get("/referral-stats/mira", app.user("mira")).bodyAsJsonObject();
    assertThat(stats.getInteger("qualified_referrals")).isEqualTo(20);
    assertThat(app.balance("mira").getInteger("total_revenue")).isEqualTo(20_000);
  }

  @Test
  void ofTwentyClaimsAtOnceOneSucceeds() {
    qualify("cleo", 5);
    var listed = app.get("/rewards/cleo", app.user("cleo")).bodyAsJsonObject().getJsonArray("data");
    var claim =
        new JsonObject()
            .put("user_id", "cleo")
            .put("reward_id", listed.getJsonObject(0).getString("id"));
    var answers = race(20, i -> instance(i).send("/claim-reward", app.user("cleo"), claim));
    assertThat(statuses(answers)).isEqualTo(Map.of(200, 1L, 409, 19L));
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 409)
        .allMatch(a -> a.bodyAsJsonObject().getString("code").equals("reward_already_claimed"));
    var steps =
        "action = 'claim' AND subject_id IN (SELECT r.id FROM reward r JOIN affiliate a"
            + " ON a.id = r.affiliate_id WHERE a.user_id = 'cleo')";
    assertThat(count("transition", steps)).isOne();
    assertThat(count("audit_entry", steps)).isOne();
  }

  @Test
  void ofTwentyLinksAtOnceTenAreMade() {
    var answers = race(20, i -> generate(instance(i), "lena", "https://shop.example/p/" + i));
    assertThat(statuses(answers)).isEqualTo(Map.of(201, 10L, 409, 10L));
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 409)
        .allMatch(a -> a.bodyAsJsonObject().getString("code").equals("code_limit_reached"));
    assertThat(codes("lena")).isEqualTo(10);
  }

  private static long codes(String user) {
    return count("code JOIN affiliate a ON a.id = affiliate_id", "user_id = '" + user + "'");
  }

  private static Future<HttpResponse<Buffer>> generate(App instance, String user, String url) {
    var body = new JsonObject().put("user_id", user).put("destination_url", url);
    return instance.send("/generate-link", app.user(user), body);
  }

  @Test
  void twentyWishesForTheSameLinkAtOnceMakeOneAffiliateAndOneLink() {
    var answers = race(20, i -> generate(instance(i), "nils", "https://shop.example/new"));
    assertThat(statuses(answers)).isEqualTo(Map.of(201, 20L));
    assertThat(answers.stream().map(a -> a.bodyAsJsonObject().getString("link_id")).distinct())
        .hasSize(1);
    assertThat(answers.stream().map(a -> a.bodyAsJsonObject().getString("code")).distinct())
        .hasSize(1);
    assertThat(count("affiliate", "user_id = 'nils'")).isOne();
    assertThat(codes("nils")).isOne();
  }

  @Test
  void twentyCodesThatClaimTheSameUserAtOnceBindThemOnce() {
    var codes = IntStream.range(0, 20).mapToObj(i -> app.link("suitor_" + i)).toList();
    var answers =
        race(
            20,
            i -> {
              var claim = new JsonObject().put("code", codes.get(i)).put("new_user_id", "vera");
              return instance(i).send("/verify-referral", app.shop(), claim);
            });
    assertThat(statuses(answers)).isEqualTo(Map.of(200, 20L));
    var referrals =
        answers.stream().map(a -> a.bodyAsJsonObject().getJsonObject("referral")).toList();
    assertThat(referrals.stream().map(RaceIT::id).distinct()).hasSize(1);
    assertThat(referrals.stream().map(r -> r.getString("affiliate_user_id")).distinct()).hasSize(1);
    assertThat(referrals)
        .filteredOn(referral -> referral.getString("reason_code").equals("bound"))
        .hasSize(1);
  }

  @Test
  void anOrderAndTheRegistrationOfItsBuyerAtTheSameMomentEndInACommission() {
    var code = app.link("gwen");
    var answers = race(100, i -> i % 2 == 0 ? orderOf(i / 2) : registrationOf(i / 2, code));
    assertThat(statuses(answers)).isEqualTo(Map.of(202, 100L));
    awaitDone("GUEST-%", 50);
    assertThat(count("order_commission", "order_id LIKE 'GUEST-%'")).isEqualTo(50);
    assertThat(app.balance("gwen").getInteger("available")).isEqualTo(50_000);
  }

  private static Future<HttpResponse<Buffer>> orderOf(int guest) {
    var order = App.order("GUEST-" + guest, "guest_" + guest);
    return report(instance(guest), "guest-order-" + guest, "order.paid", order);
  }

  private static Future<HttpResponse<Buffer>> registrationOf(int guest, String code) {
    var data = new JsonObject().put("user_id", "guest_" + guest).put("referral_code", code);
    return report(instance(guest + 1), "guest-" + guest, "user.registered", data);
  }

  /**
   * The same race, stopped at its worst moment: the order has seen that nobody referred its buyer,
   * and has not said yet that it waits.
   */
  @Test
  void anOrderThatIsAboutToWaitIsWokenByTheRegistration() throws SQLException {
    var code = app.link("ruth");
    try (var blocker = app.connect();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE decision IN SHARE MODE");
      app.report("about-to-wait", "order.paid", App.order("WAIT", "rosa"));
      App.eventually(() -> count("pg_locks", BLOCKED + "'relation'"), waiting -> waiting == 1);
      var rosa = new JsonObject().put("user_id", "rosa").put("referral_code", code);
      app.report("rosa", "user.registered", rosa);
      App.eventually(
          () ->
              count("pg_locks", BLOCKED + "'advisory'")
                  + count("inbound_event", "event_id = 'rosa' AND status = 'done'"),
          arrived -> arrived == 1);
      blocker.commit();
    }
    awaitDone("WAIT", 1);
    assertThat(app.balance("ruth").getInteger("available")).isEqualTo(1000);
  }
}
