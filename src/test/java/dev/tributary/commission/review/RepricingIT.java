package dev.tributary.commission.review;

import static dev.tributary.commission.review.Reviews.INVOICES;
import static dev.tributary.commission.review.Reviews.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.commission.review.Reviews.Case;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other rates for what is pending, and decisions about many at once. */
class RepricingIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start(Reviews.MANUAL);
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private static HttpResponse<Buffer> change(Case made, String token, String body) {
    return app.patch(ORDERS + "/" + made.oc(), token, body);
  }

  private static JsonObject changed(Case made, int ratePpm) {
    var answer = change(made, app.staff("reviewer"), "{\"rate_ppm\":" + ratePpm + "}");
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static void pay(String order, int part, int minor) {
    var invoice =
        new JsonObject()
            .put("invoice_id", "INV-" + part + "-" + order)
            .put("order_id", order)
            .put("payment_method", "card")
            .put("amount", minor)
            .put("currency", "usd")
            .put("paid_at", "2026-05-01T10:00:00Z");
    app.report(order + "-" + part, "invoice.paid", invoice);
    App.eventually(() -> amounts(order).size(), size -> size == part);
  }

  private static List<Integer> amounts(String order) {
    return Reviews.list(app, INVOICES + "?order_id=" + order).reversed().stream()
        .map(row -> row.getInteger("amount"))
        .toList();
  }

  @Test
  void anotherRateIsSharedAmongThePaymentsToTheCent() {
    var order = Reviews.newOrder(app, "anna");
    var created =
        new JsonObject()
            .put("order_id", order)
            .put("user_id", "friend-" + order)
            .put("order_kind", "product")
            .put("amount", 10_000)
            .put("tax_amount", 0)
            .put("currency", "usd");
    app.report(order, "order.created", created);
    pay(order, 1, 3333);
    pay(order, 2, 3333);
    var made = Reviews.find(app, order);
    assertThat(changed(made, 125_000).getInteger("amount")).isEqualTo(1250);
    assertThat(amounts(order)).containsExactly(417, 416);
    pay(order, 3, 3334);
    assertThat(amounts(order)).containsExactly(417, 416, 417);
    changed(made, 50_001);
    assertThat(amounts(order)).containsExactly(167, 166, 167);
    Reviews.decided(app, ORDERS, made.oc(), "approve");
    Reviews.list(app, INVOICES + "?order_id=" + order)
        .forEach(part -> Reviews.decided(app, INVOICES, part.getString("id"), "approve"));
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(500);
  }

  @Test
  void whatWasRefundedFollowsTheRate() {
    var made = Reviews.pending(app, "ben");
    Reviews.refund(app, made, 2750);
    changed(made, 200_000);
    var part = Reviews.get(app, INVOICES, made.ic());
    assertThat(part.getInteger("amount")).isEqualTo(2000);
    assertThat(part.getInteger("reversed_amount")).isEqualTo(500);
    Reviews.decided(app, ORDERS, made.oc(), "approve");
    Reviews.decided(app, INVOICES, made.ic(), "approve");
    assertThat(app.balance("ben").getInteger("available")).isEqualTo(1500);
  }

  @Test
  void aChangeIsWrittenDownWithWhatWasBefore() {
    var made = Reviews.pending(app, "cleo");
    change(made, app.staff("admin"), "{\"rate_ppm\":50000,\"reason\":\"agreed so\"}");
    assertThat(
            app.rows(
                "SELECT subject_type, actor, before->>'rate_ppm', after->>'rate_ppm',"
                    + " before->>'amount_minor', after->>'amount_minor' FROM audit_entry"
                    + " WHERE action = 'change_rate' AND reason = 'agreed so' ORDER BY id"))
        .hasToString(
            "[[order_commission, staff_1, 100000, 50000, 1000, 500],"
                + " [invoice_commission, staff_1, null, null, 1000, 500]]");
  }

  @Test
  void whatWasDecidedKeepsItsRate() {
    var made = Reviews.orderApproved(app, "dora");
    try (var _ = Unchanged.database(app)) {
      var answer = change(made, app.staff(), "{\"rate_ppm\":1000000}");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(Reviews.code(answer)).isEqualTo("order_commission_already_approved");
      var finance = change(made, app.staff("finance"), "{\"rate_ppm\":1}");
      assertThat(finance.statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                               | 400
          {"rate_ppm":-1}                  | 400
          {"rate_ppm":1000001}             | 400
          {"rate_ppm":1.5}                 | 400
          {"rate_ppm":"1"}                 | 400
          {"rate_ppm":null}                | 400
          {"rate_ppm":99999999999999999}   | 400
          {"rate_ppm":1,"amount":7}        | 400
          {"rate_ppm":1,"status":"paid"}   | 400
          {"rate_ppm":0}                   | 409
          {"rate_ppm":10}                  | 409
          """)
  void aRateThatIsNoneIsRefused(String body, int status) {
    var made = Reviews.pending(app, "emil");
    try (var _ = Unchanged.database(app)) {
      assertThat(change(made, app.staff(), body).statusCode()).isEqualTo(status);
    }
  }

  private static HttpResponse<Buffer> bulk(String list, String action, List<String> ids) {
    var body = new JsonObject().put("action", action).put("ids", new JsonArray(ids));
    return app.post(list + "/bulk", app.staff(), body.put("reason", "the list of May"));
  }

  @Test
  void ofManyEachIsDecidedByItself() {
    var first = Reviews.pending(app, "finn");
    var rejected = Reviews.pending(app, "finn");
    Reviews.decided(app, ORDERS, rejected.oc(), "reject");
    var none = "oc_01k8z4v8xke5sbyt3n6d7w9f2g";
    var answer = bulk(ORDERS, "approve", List.of(rejected.oc(), none, first.oc(), first.oc()));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.bodyAsJsonObject().getJsonArray("data"))
        .isEqualTo(
            new JsonArray()
                .add(outcome(rejected.oc(), null, "order_commission_already_rejected"))
                .add(outcome(none, null, "order_commission_not_found"))
                .add(outcome(first.oc(), "approved", null))
                .add(outcome(first.oc(), null, "order_commission_already_approved")));
    assertThat(Reviews.get(app, ORDERS, first.oc()).getString("reason"))
        .isEqualTo("the list of May");
    var parts = bulk(INVOICES, "approve", List.of(rejected.ic(), first.ic()));
    assertThat(parts.bodyAsJsonObject().getJsonArray("data"))
        .isEqualTo(
            new JsonArray()
                .add(outcome(rejected.ic(), null, "order_commission_not_approved"))
                .add(outcome(first.ic(), "approved", null)));
    assertThat(app.balance("finn").getInteger("available")).isEqualTo(1000);
  }

  private static JsonObject outcome(String id, @Nullable String status, @Nullable String code) {
    return new JsonObject().put("id", id).put("status", status).put("code", code);
  }

  @Test
  void aListThatIsWrongIsRefusedAsAWhole() {
    var made = Reviews.pending(app, "gina");
    try (var _ = Unchanged.database(app)) {
      for (var list : List.of(ORDERS, INVOICES)) {
        assertThat(bulk(list, "approve", List.of()).statusCode()).isEqualTo(400);
        assertThat(bulk(list, "approve", List.of("x")).statusCode()).isEqualTo(400);
      }
      assertThat(bulk(ORDERS, "reverse", List.of(made.oc())).statusCode()).isEqualTo(400);
      assertThat(bulk(ORDERS, "approve", List.of(made.ic())).statusCode()).isEqualTo(400);
      assertThat(bulk(ORDERS, "approve", Collections.nCopies(101, made.oc())).statusCode())
          .isEqualTo(400);
      assertThat(bulk(INVOICES, "cancel", List.of(made.ic())).statusCode()).isEqualTo(400);
    }
  }
}
