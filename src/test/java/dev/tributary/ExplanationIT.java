package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why an order earned what it earned: in full to staff, to the affiliate what is theirs. */
class ExplanationIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
    app.report("early", "order.paid", App.order("X-1", "the_buyer"));
    App.eventually(() -> app.decisions("X-1"), decisions -> decisions.size() == 1);
    app.bind(app.link("anna"), "the_buyer");
    App.eventually(() -> app.decisions("X-1"), decisions -> decisions.size() == 2);
    for (int i = 2; i <= 4; i++) {
      app.report("order-" + i, "order.paid", App.order("X-" + i, "the_buyer"));
      var order = "X-" + i;
      App.eventually(() -> app.decisions(order), decisions -> !decisions.isEmpty());
    }
    var cash = App.order("X-5", "the_buyer").put("payment_method", "account_balance");
    app.report("order-5", "order.paid", cash);
    App.eventually(() -> app.decisions("X-5"), decisions -> !decisions.isEmpty());
    app.bind(app.link("lena"), "another_buyer");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static JsonArray seenBy(String token, String orderId) {
    var answer = app.get("/v1/orders/" + orderId + "/explanation", token);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonArray("decisions");
  }

  private static JsonObject step(JsonObject decision, String name) {
    return decision.getJsonArray("trace").stream()
        .map(JsonObject.class::cast)
        .filter(step -> step.getString("step").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAffiliateLearnsWhatTheirCommissionIsMadeOf() {
    var decision = seenBy(app.user("anna"), "X-2").getJsonObject(0);
    assertThat(decision.getString("sentence"))
        .isEqualTo(
            "This payment earned 10.00 USD; the whole order earns 10 percent of 100.00 USD.");
    assertThat(step(decision, "base").getJsonObject("inputs").getInteger("tax_amount"))
        .isEqualTo(1000);
    assertThat(step(decision, "rate").getInteger("value")).isEqualTo(100_000);
    assertThat(step(decision, "trigger").getString("sentence"))
        .isEqualTo("It is order 2 of the 3 that earn for this buyer.");
  }

  @Test
  void anAffiliateLearnsWhyAnOrderEarnedNothing() {
    var decision = seenBy(app.user("anna"), "X-4").getJsonObject(0);
    assertThat(decision.getString("outcome")).isEqualTo("none");
    assertThat(decision.getString("sentence"))
        .isEqualTo(
            "This order earned nothing because the referred user's limit of 3 earning orders"
                + " was reached.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-1", "X-2", "X-3", "X-4", "X-5"})
  void whoBoughtWhatAndHowIsNotTheAffiliatesToKnow(String orderId) {
    var decisions = seenBy(app.user("anna"), orderId);
    var text = decisions.encode();
    assertThat(text)
        .doesNotContain(
            "the_buyer", "account_balance", "product", "card", "evt_", "ref_", "paid_at");
    assertThat(decisions).hasSize(1);
    var byId = "/v1/decisions/" + decisions.getJsonObject(0).getString("id");
    assertThat(app.get(byId, app.user("anna")).bodyAsJsonObject())
        .isEqualTo(decisions.getJsonObject(0));
  }

  @Test
  void staffAndServicesSeeAllOfIt() {
    for (var token : List.of(app.staff(), app.shop())) {
      var decisions = seenBy(token, "X-1");
      assertThat(decisions).hasSize(2);
      var first = decisions.getJsonObject(0);
      assertThat(first.getString("reason_code")).isEqualTo("user_not_referred");
      assertThat(first.encode()).contains("the_buyer", "evt_");
      var excluded = seenBy(token, "X-5").getJsonObject(0);
      assertThat(excluded.getString("sentence")).contains("paid by account_balance");
      assertThat(app.get("/v1/decisions/" + first.getString("id"), token).bodyAsJsonObject())
          .isEqualTo(first);
    }
  }

  /** Lena is an affiliate like anna; the buyer and nils are none. */
  @ParameterizedTest
  @ValueSource(strings = {"lena", "the_buyer", "nils"})
  void whomADecisionDoesNotConcernLearnsNotEvenThatItIsThere(String user) {
    var decision = app.decisions("X-2").getJsonObject(0).getString("id");
    assertThat(refusal(user, "/v1/decisions/" + decision))
        .isEqualTo(refusal(user, "/v1/decisions/dec_00000000000000000000000000"));
    assertThat(refusal(user, "/v1/orders/X-2/explanation"))
        .isEqualTo(refusal(user, "/v1/orders/X-99/explanation"));
  }

  private static JsonObject refusal(String user, String path) {
    var answer = app.get(path, app.user(user));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(403);
    var problem = answer.bodyAsJsonObject();
    problem.remove("request_id");
    return problem;
  }

  @Test
  void whatIsNotThereIs404ForStaff() {
    var unknown = app.get("/v1/decisions/dec_00000000000000000000000000", app.staff());
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.bodyAsJsonObject().getString("code")).isEqualTo("decision_not_found");
    assertThat(app.get("/v1/decisions/dec_x", app.staff()).statusCode()).isEqualTo(400);
  }

  @Test
  void everyStepHasASentence() {
    var steps = seenBy(app.staff(), "X-2").getJsonObject(0).getJsonArray("trace");
    assertThat(steps)
        .hasSizeGreaterThan(6)
        .extracting(step -> ((JsonObject) step).getString("sentence"))
        .allSatisfy(sentence -> assertThat(sentence).endsWith(".").contains(" "));
  }
}
