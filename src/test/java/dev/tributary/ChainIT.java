package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One referral, from the link to the money, over HTTP. */
class ChainIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @Test
  void aReferralEarnsTenPercentOfTheNetAmount() {
    var code = app.link("anna");
    var click = app.post("/track-click", "", new JsonObject().put("code", code));
    assertThat(click.statusCode()).isEqualTo(200);
    assertThat(app.number("SELECT count(*) FROM click WHERE code = '" + code + "'")).isOne();

    assertThat(app.bind(code, "ben").getString("reason_code")).isEqualTo("bound");
    assertThat(app.report("chain-1", "order.paid", App.order("O-1", "ben")).statusCode())
        .isEqualTo(202);

    var balance = App.eventually(() -> app.balance("anna"), b -> !b.isEmpty());
    assertThat(balance)
        .isEqualTo(
            new JsonObject()
                .put("currency", "usd")
                .put("total_revenue", 1000)
                .put("pending", 0)
                .put("available", 1000)
                .put("reserved", 0)
                .put("withdrawn_revenue", 0));
    var stats = app.get("/referral-stats/anna", app.user("anna")).bodyAsJsonObject();
    assertThat(stats.getInteger("clicks")).isEqualTo(1);
    assertThat(stats.getInteger("verified_referrals")).isEqualTo(1);
    assertThat(stats.getInteger("qualified_referrals")).isEqualTo(1);
    assertThat(reason("O-1")).isEqualTo("commission");
  }

  @Test
  void aRedirectCarriesTheClickThatLaterBinds() {
    var code = app.link("cara");
    var redirect = app.get("/r/" + code.toLowerCase(Locale.ROOT), "");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.getHeader("Cache-Control")).isEqualTo("no-store");
    var clickId = redirect.getHeader("Location").replaceFirst(".*tb_click=", "");
    assertThat(redirect.getHeader("Set-Cookie")).contains(clickId, "HttpOnly", "SameSite=Lax");

    var body = new JsonObject().put("click_id", clickId).put("new_user_id", "dora");
    var bound = app.post("/verify-referral", app.user("dora"), body).bodyAsJsonObject();
    assertThat(bound.getJsonObject("referral").getString("affiliate_user_id")).isEqualTo("cara");
  }

  @Test
  void theSpellingsOfTheSeedsAreUnderstood() {
    var made =
        app.post("/generate-link", app.user("eva"), new JsonObject().put("userId", "eva"))
            .bodyAsJsonObject();
    var link = made.getString("referral_link");
    var click = app.post("/track-click", "", new JsonObject().put("referralLink", link));
    assertThat(click.bodyAsJsonObject().getBoolean("success")).isTrue();
    var claim =
        new JsonObject().put("referralCode", made.getString("code")).put("newUserId", "finn");
    var bound = app.post("/process-referral", app.user("finn"), claim);
    assertThat(bound.bodyAsJsonObject().getBoolean("success")).isTrue();
  }

  @Test
  void theSameDestinationIsTheSameLink() {
    assertThat(app.link("gus")).isEqualTo(app.link("gus"));
  }

  @Test
  void theSameEventFiveTimesPaysOnce() {
    app.bind(app.link("hana"), "ian");
    var order = App.order("O-5", "ian");
    assertThat(status(app.report("five", "order.paid", order).bodyAsJsonObject()))
        .isEqualTo("accepted");
    for (int i = 0; i < 4; i++) {
      assertThat(status(app.report("five", "order.paid", order).bodyAsJsonObject()))
          .isEqualTo("duplicate");
    }
    App.eventually(() -> app.balance("hana"), b -> !b.isEmpty());
    assertThat(app.report("five-again", "order.paid", order).statusCode()).isEqualTo(202);
    App.eventually(() -> app.decisions("O-5"), d -> d.size() == 2);
    assertThat(app.balance("hana").getInteger("total_revenue")).isEqualTo(1000);
  }

  @Test
  void theSameIdWithOtherDataIsRefused() {
    app.report("reused", "user.registered", new JsonObject().put("user_id", "x1"));
    var again = app.report("reused", "user.registered", new JsonObject().put("user_id", "x2"));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.bodyAsJsonObject().getString("code")).isEqualTo("event_id_reused");
  }

  @Test
  void theFourthOrderOfAReferredUserEarnsNothing() {
    app.bind(app.link("jan"), "kim");
    for (int i = 1; i <= 4; i++) {
      app.report("limit-" + i, "order.paid", App.order("L-" + i, "kim"));
    }
    App.eventually(
        () -> app.number("SELECT count(*) FROM decision WHERE order_id LIKE 'L-%'"),
        count -> count == 4);
    assertThat(app.balance("jan").getInteger("total_revenue")).isEqualTo(3000);
    assertThat(
            app.number(
                "SELECT count(*) FROM decision WHERE order_id LIKE 'L-%'"
                    + " AND reason_code = 'trigger_limit_reached'"))
        .isOne();
  }

  @Test
  void whatIsPaidFromTheAccountBalanceEarnsNothingAndSaysSo() {
    app.bind(app.link("lea"), "max");
    app.report(
        "balance-1",
        "order.paid",
        App.order("B-1", "max").put("payment_method", "account_balance"));
    var decision = App.eventually(() -> app.decisions("B-1"), d -> !d.isEmpty()).getJsonObject(0);
    assertThat(decision.getString("outcome")).isEqualTo("none");
    assertThat(decision.getString("reason_code")).isEqualTo("payment_method_excluded");
    assertThat(app.balance("lea")).isEqualTo(new JsonObject());
  }

  @Test
  void anOrderBeforeItsRegistrationIsPaidWhenTheRegistrationComes() {
    var code = app.link("nora");
    app.report("early-order", "order.paid", App.order("E-1", "otto"));
    var first = App.eventually(() -> app.decisions("E-1"), d -> !d.isEmpty());
    assertThat(first.getJsonObject(0).getString("reason_code")).isEqualTo("user_not_referred");
    app.report(
        "late-registration",
        "user.registered",
        new JsonObject().put("user_id", "otto").put("referral_code", code));
    var balance = App.eventually(() -> app.balance("nora"), b -> !b.isEmpty());
    assertThat(balance.getInteger("available")).isEqualTo(1000);
    assertThat(reason("E-1")).isEqualTo("commission");
  }

  @Test
  void anOrderPaidBeforeTheHostRegisteredTheUserIsNotPaidLater() {
    var code = app.link("pia");
    app.report(
        "registered-after",
        "user.registered",
        new JsonObject()
            .put("user_id", "quin")
            .put("referral_code", code)
            .put("registered_at", "2026-05-02T00:00:00Z"));
    app.report("old-order", "order.paid", App.order("Q-1", "quin"));
    App.eventually(() -> app.decisions("Q-1"), d -> !d.isEmpty());
    assertThat(reason("Q-1")).isEqualTo("paid_before_registration");
  }

  private static String status(JsonObject accepted) {
    return accepted.getJsonArray("data").getJsonObject(0).getString("status");
  }

  private static String reason(String orderId) {
    JsonArray decisions = app.decisions(orderId);
    return decisions.getJsonObject(decisions.size() - 1).getString("reason_code");
  }
}
