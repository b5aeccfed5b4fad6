package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rewards of every kind from the grant to the claim, the end of their time, or the revocation. */
class RewardIT {
  private static final String MILESTONES =
      """
      [{name: Cash, referrals: 1, reward: {kind: cash, amount: 500, currency: usd}},
       {name: Points, referrals: 2, reward: {kind: points, points: 100}},
       {name: Voucher, referrals: 3, reward: {kind: voucher, voucher_prefix: gold-}},
       {name: Credit, referrals: 4,
        reward: {kind: host_credit, amount: 700, currency: eur, expires_after_days: 30}},
       {name: Badge, referrals: 5}]
      """;
  private static final String REFEREE_REWARDS =
      """
      [{name: Hello, reward: {kind: points, points: 7}},
       {name: Gift, reward: {kind: voucher, expires_after_days: 7}}]
      """;

  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app =
        App.start(
            Map.of(
                "TRIBUTARY_PROGRAM_MILESTONES", MILESTONES,
                "TRIBUTARY_PROGRAM_REFEREE_REWARDS", REFEREE_REWARDS));
    other = app.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeAndForget();
  }

  @AfterEach
  void theLedgerHolds() {
    LedgerCheck.holds(app);
    assertThat(app.rows(CASH_CLAIMED_AND_PAID)).allMatch(r -> r.get(1).equals(r.get(2)));
  }

  /** For each cash reward whether it is claimed, and whether its transfer is there. */
  private static final String CASH_CLAIMED_AND_PAID =
      """
      SELECT r.id, r.status = 'claimed',
             (SELECT count(*) FROM posting p JOIN transfer t ON t.id = p.transfer_id
              WHERE t.kind = 'reward' AND p.owner = r.affiliate_id AND p.bucket = 'available'
                AND p.amount_minor = r.amount_minor) = 1
      FROM reward r WHERE r.value_kind = 'cash'
      """;

  private static App instance(int number) {
    return number % 2 == 0 ? app : other;
  }

  /** An affiliate so many of whose referrals pay for an order at once. */
  private static void qualify(String affiliate, int referrals) {
    var code = app.link(affiliate);
    IntStream.range(0, referrals).forEach(i -> app.bind(code, affiliate + "_friend_" + i));
    var reports =
        IntStream.range(0, referrals)
            .mapToObj(
                i -> {
                  var order = App.order(affiliate + "-" + i, affiliate + "_friend_" + i);
                  var event = App.event(affiliate + "-" + i, "order.paid", order);
                  return instance(i).send("/v1/events", app.shop(), event);
                })
            .toList();
    Future.join(reports).await();
    App.eventually(
        () ->
            app.number(
                "SELECT qualified_referrals FROM affiliate WHERE user_id = '" + affiliate + "'"),
        count -> count == referrals);
  }

  private static JsonObject earnings(String user, String token) {
    return app.get("/rewards/" + user, token).bodyAsJsonObject();
  }

  private static JsonObject reward(String user, String name, String token) {
    JsonArray data = earnings(user, token).getJsonArray("data");
    return data.stream()
        .map(JsonObject.class::cast)
        .filter(reward -> reward.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject reward(String user, String name) {
    return reward(user, name, app.user(user));
  }

  private static JsonObject claim(String user, String name) {
    return new JsonObject()
        .put("user_id", user)
        .put("reward_id", reward(user, name).getString("id"));
  }

  private static JsonObject claimed(String user, String name) {
    var answer = app.post("/claim-reward", app.user(user), claim(user, name));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonObject("reward");
  }

  private static void assertRefused(HttpResponse<Buffer> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo(code);
  }

  private static HttpResponse<Buffer> revoke(String token, String id, String reason) {
    var body = new JsonObject().put("reason", reason);
    return app.post("/v1/rewards/" + id + "/revoke", token, body);
  }

  private static List<String> told(String type, String rewardId) {
    var sql = "SELECT data FROM outbox WHERE type = '" + type + "' AND subject = '";
    return app.rows(sql + rewardId + "'").stream().map(List::getFirst).toList();
  }

  @Test
  void referralsThatQualifyAtOnceOnTwoInstancesBringEachRewardOnce() {
    qualify("mira", 12);
    var granted =
        "SELECT name, count(*) FROM reward WHERE owner_user_id LIKE 'mira%'"
            + " GROUP BY name ORDER BY name";
    assertThat(app.rows(granted))
        .containsExactly(
            List.of("Badge", "1"),
            List.of("Cash", "1"),
            List.of("Credit", "1"),
            List.of("Gift", "12"),
            List.of("Hello", "12"),
            List.of("Points", "1"),
            List.of("Voucher", "1"));
    assertThat(
            app.number(
                "SELECT count(*) FROM outbox WHERE type = 'reward.granted' AND data->>'user_id'"
                    + " LIKE 'mira%'"))
        .isEqualTo(29);
  }

  @Test
  void ofTwentyClaimsOfCashAtOnceOnePays() {
    qualify("cleo", 1);
    assertThat(app.balance("cleo").getInteger("available")).isEqualTo(1000);
    var claim = claim("cleo", "Cash");
    var answers =
        IntStream.range(0, 20)
            .mapToObj(i -> instance(i).send("/claim-reward", app.user("cleo"), claim))
            .toList();
    var statuses = answers.stream().map(answer -> answer.await().statusCode()).toList();
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
    assertThat(app.balance("cleo").getInteger("available")).isEqualTo(1500);
    assertThat(app.balance("cleo").getInteger("total_revenue")).isEqualTo(1500);
    var id = claim.getString("reward_id");
    assertThat(app.number("SELECT count(*) FROM transfer WHERE key = 'reward:" + id + "'")).isOne();
    assertThat(told("reward.claimed", id)).hasSize(1);
  }

  @Test
  void pointsCountWhenTheyAreClaimed() {
    qualify("paul", 2);
    assertThat(earnings("paul", app.user("paul")).getInteger("points")).isZero();
    var value = new JsonObject().put("kind", "points").put("points", 100);
    assertThat(claimed("paul", "Points").getJsonObject("value")).isEqualTo(value);
    assertThat(earnings("paul", app.user("paul")).getInteger("points")).isEqualTo(100);
  }

  @Test
  void theCodeOfAVoucherIsForItsOwnerAndOnceItIsClaimed() {
    qualify("vera", 3);
    assertThat(reward("vera", "Voucher").getJsonObject("value").getString("code")).isNull();
    var shown = claimed("vera", "Voucher");
    var code = shown.getJsonObject("value").getString("code");
    assertThat(code).matches("GOLD-[0-9A-Z]{16}");
    assertThat(reward("vera", "Voucher").getJsonObject("value").getString("code")).isEqualTo(code);
    assertThat(earnings("vera", app.staff()).encode()).doesNotContain(code);
    assertThat(told("reward.granted", shown.getString("id")).getFirst()).doesNotContain(code);
    assertThat(told("reward.claimed", shown.getString("id")).getFirst()).contains(code);
  }

  @Test
  void hostCreditIsAnnouncedAndPaidByNobodyHere() {
    qualify("hugo", 4);
    var credit = claimed("hugo", "Credit");
    assertThat(credit.getJsonObject("value").getInteger("amount")).isEqualTo(700);
    assertThat(told("reward.claimed", credit.getString("id")).getFirst())
        .contains("\"kind\": \"host_credit\"", "\"amount\": 700", "\"currency\": \"eur\"");
    assertThat(earnings("hugo", app.user("hugo")).getJsonArray("balances")).hasSize(1);
  }

  @Test
  void theReferredUserGetsTheirOwnAndTheAffiliateCannotClaimIt() {
    qualify("rita", 1);
    var friend = "rita_friend_0";
    var listed = earnings(friend, app.user(friend));
    assertThat(listed.getJsonArray("data")).hasSize(2);
    assertThat(listed.getJsonArray("balances")).isEmpty();
    assertThat(reward(friend, "Hello").getString("kind")).isEqualTo("referee");
    var theirs = claim(friend, "Hello").put("user_id", "rita");
    assertRefused(app.post("/claim-reward", app.user("rita"), theirs), 404, "reward_not_found");
    claimed(friend, "Hello");
    assertThat(earnings(friend, app.user(friend)).getInteger("points")).isEqualTo(7);
    assertThat(app.rows("SELECT user_id FROM affiliate WHERE user_id = '" + friend + "'"))
        .isEmpty();
  }

  @Test
  void aRewardWhoseTimeIsOverCannotBeClaimedWhetherThatIsWrittenDownOrNot() {
    qualify("emil", 4);
    assertThat(reward("emil", "Cash").getString("expires_at")).isNull();
    var claim = claim("emil", "Credit");
    var id = claim.getString("reward_id");
    app.execute(
        "UPDATE reward SET expires_at = now() WHERE owner_user_id = 'emil' AND name = 'Credit'");
    assertThat(reward("emil", "Credit").getString("status")).isEqualTo("expired");
    assertRefused(
        app.post("/claim-reward", app.user("emil"), claim), 409, "reward_already_expired");
    assertRefused(revoke(app.staff(), id, "too late"), 409, "reward_already_expired");
    App.eventually(() -> told("reward.expired", id), events -> events.size() == 1);
    assertRefused(
        app.post("/claim-reward", app.user("emil"), claim), 409, "reward_already_expired");
    assertThat(
            app.number(
                "SELECT count(*) FROM reward WHERE status = 'expired' AND owner_user_id = 'emil'"))
        .isOne();
  }

  @Test
  void anAdminRevokesWithAReasonAndNobodyElseDoes() {
    qualify("otto", 2);
    var id = reward("otto", "Points").getString("id");
    assertRefused(revoke(app.user("otto"), id, "mine"), 403, "forbidden");
    assertRefused(revoke(app.shop(), id, "ours"), 403, "forbidden");
    assertRefused(revoke(app.staff(), id, " "), 400, "invalid_request");
    assertThat(revoke(app.staff(), id, "made up").bodyAsJsonObject().getString("status"))
        .isEqualTo("revoked");
    assertThat(app.rows("SELECT actor, reason FROM audit_entry WHERE action = 'revoke'"))
        .contains(List.of("staff_1", "made up"));
    assertThat(told("reward.revoked", id)).hasSize(1);
    var claim = claim("otto", "Points");
    assertRefused(
        app.post("/claim-reward", app.user("otto"), claim), 409, "reward_already_revoked");
    assertRefused(revoke(app.staff(), id, "again"), 409, "reward_already_revoked");
    var unknown = "rwd_" + "0".repeat(26);
    assertRefused(revoke(app.staff(), unknown, "none"), 404, "reward_not_found");
  }

  @Test
  void aClaimAndARevocationAtOnceNeverBothHappen() {
    IntStream.range(0, 10).forEach(RewardIT::raceForCash);
  }

  private static void raceForCash(int round) {
    var owner = "rosa_" + round;
    qualify(owner, 1);
    var claim = claim(owner, "Cash");
    var path = "/v1/rewards/" + claim.getString("reward_id") + "/revoke";
    var reason = new JsonObject().put("reason", "race");
    var claiming = instance(round).send("/claim-reward", app.user(owner), claim);
    var revoking = instance(round + 1).send(path, app.staff(), reason);
    assertThat(List.of(claiming.await().statusCode(), revoking.await().statusCode()))
        .containsExactlyInAnyOrder(200, 409);
  }
}
