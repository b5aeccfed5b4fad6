package dev.tributary.commission.review;

import static dev.tributary.commission.review.Reviews.INVOICES;
import static dev.tributary.commission.review.Reviews.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.commission.review.Reviews.Case;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What staff decide about commissions, and the money that moves by it. */
class ReviewIT {
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

  private static int available(String user) {
    return app.balance(user).getInteger("available", 0);
  }

  private static long transfers(String kind, Case made) {
    return app.number(
        "SELECT count(*) FROM transfer WHERE kind = '%s' AND split_part(key, ':', 2) = '%s'"
            .formatted(kind, made.ic()));
  }

  @Test
  void theApprovalOfAPaymentIsItsCredit() {
    var made = Reviews.pending(app, "anna");
    Reviews.decided(app, ORDERS, made.oc(), "approve");
    assertThat(Reviews.status(app, INVOICES, made.ic())).isEqualTo("pending");
    assertThat(available("anna")).isZero();
    var part = Reviews.decided(app, INVOICES, made.ic(), "approve");
    assertThat(part.getString("status")).isEqualTo("approved");
    assertThat(part.getString("released_at")).isNotNull();
    assertThat(transfers("credit", made)).isOne();
    assertThat(transfers("release", made)).isOne();
    assertThat(available("anna")).isEqualTo(1000);
  }

  @Test
  void whatIsHeldForDaysIsPendingFirst() {
    var held = new HashMap<>(Reviews.MANUAL);
    held.put("TRIBUTARY_PROGRAM_HOLD_DAYS", "14");
    var slow = App.start(held);
    var made = Reviews.approved(slow, "anna");
    var part = Reviews.get(slow, INVOICES, made.ic());
    assertThat(part.getString("released_at")).isNull();
    assertThat(
            slow.number(
                "SELECT count(*) FROM invoice_commission"
                    + " WHERE available_at BETWEEN now() + interval '13 days 23 hours'"
                    + " AND now() + interval '14 days'"))
        .isOne();
    assertThat(slow.balance("anna").getInteger("pending")).isEqualTo(1000);
    Reviews.decided(slow, INVOICES, made.ic(), "reverse");
    assertThat(slow.balance("anna").getInteger("pending")).isZero();
    LedgerCheck.holds(slow);
    slow.closeAndForget();
  }

  @Test
  void aPaymentWaitsForItsOrder() {
    var made = Reviews.pending(app, "bela");
    try (var _ = Unchanged.database(app)) {
      var answer = Reviews.decide(app, INVOICES, made.ic(), "approve");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(Reviews.code(answer)).isEqualTo("order_commission_not_approved");
    }
  }

  @Test
  void onlyWhatWasNotRefundedIsCredited() {
    var made = Reviews.orderApproved(app, "ben");
    Reviews.refund(app, made, 2750);
    Reviews.decided(app, INVOICES, made.ic(), "approve");
    assertThat(available("ben")).isEqualTo(750);
    Reviews.refund(app, made, 8250);
    assertThat(available("ben")).isZero();
    assertThat(Reviews.status(app, ORDERS, made.oc())).isEqualTo("reversed");
  }

  @Test
  void whatWasRefundedAltogetherIsNotApproved() {
    var made = Reviews.pending(app, "cleo");
    Reviews.refund(app, made, 11000);
    assertThat(Reviews.status(app, INVOICES, made.ic())).isEqualTo("rejected");
    Reviews.decided(app, INVOICES, made.ic(), "unreject");
    Reviews.decided(app, ORDERS, made.oc(), "approve");
    try (var _ = Unchanged.database(app)) {
      var answer = Reviews.decide(app, INVOICES, made.ic(), "approve");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(Reviews.code(answer)).isEqualTo("nothing_left");
    }
  }

  @Test
  void cancellingAnOrderRejectsWhatIsOpenOfIt() {
    var made = Reviews.pending(app, "dora");
    Reviews.decided(app, INVOICES, made.ic(), "hold");
    Reviews.decided(app, ORDERS, made.oc(), "cancel");
    assertThat(Reviews.status(app, ORDERS, made.oc())).isEqualTo("cancelled");
    assertThat(Reviews.status(app, INVOICES, made.ic())).isEqualTo("rejected");
  }

  @Test
  void whatIsRejectedOrHeldCanComeBackAndBeApproved() {
    var made = Reviews.pending(app, "emil");
    Reviews.decided(app, ORDERS, made.oc(), "reject");
    Reviews.decided(app, ORDERS, made.oc(), "unreject");
    Reviews.decided(app, ORDERS, made.oc(), "approve");
    Reviews.decided(app, INVOICES, made.ic(), "hold");
    Reviews.decided(app, INVOICES, made.ic(), "release");
    Reviews.decided(app, INVOICES, made.ic(), "reject");
    Reviews.decided(app, INVOICES, made.ic(), "unreject");
    Reviews.decided(app, INVOICES, made.ic(), "approve");
    assertThat(available("emil")).isEqualTo(1000);
  }

  @Test
  void aReversalTakesBackWhatIsLeftAndClosesThePaidOrder() {
    var made = Reviews.approved(app, "finn");
    Reviews.refund(app, made, 2750);
    var part = Reviews.decided(app, INVOICES, made.ic(), "reverse");
    assertThat(part.getInteger("reversed_amount")).isEqualTo(1000);
    assertThat(part.getString("order_commission_status")).isEqualTo("reversed");
    assertThat(available("finn")).isZero();
    Reviews.refund(app, made, 8250);
    assertThat(available("finn")).isZero();
  }

  @Test
  void anOrderOfWhichMoreIsToComeStaysApproved() {
    var order = Reviews.newOrder(app, "gina");
    var created = App.order(order, "friend-" + order).copy();
    for (var field : new String[] {"payment_method", "invoice_id", "paid_at"}) {
      created.remove(field);
    }
    app.report(order, "order.created", created);
    pay(order, 1);
    var first = Reviews.find(app, order);
    Reviews.decided(app, ORDERS, first.oc(), "approve");
    Reviews.decided(app, INVOICES, first.ic(), "approve");
    Reviews.decided(app, INVOICES, first.ic(), "reverse");
    assertThat(Reviews.status(app, ORDERS, first.oc())).isEqualTo("approved");
    pay(order, 2);
    App.eventually(
        () -> Reviews.list(app, INVOICES + "?order_id=" + order), parts -> parts.size() == 2);
    var second = Reviews.find(app, order);
    Reviews.decided(app, INVOICES, second.ic(), "approve");
    assertThat(available("gina")).isEqualTo(500);
    Reviews.decided(app, INVOICES, second.ic(), "reverse");
    assertThat(Reviews.status(app, ORDERS, first.oc())).isEqualTo("reversed");
  }

  private static void pay(String order, int part) {
    var invoice =
        new JsonObject()
            .put("invoice_id", "INV-" + part + "-" + order)
            .put("order_id", order)
            .put("payment_method", "card")
            .put("amount", 5500)
            .put("currency", "usd")
            .put("paid_at", "2026-05-01T10:00:00Z");
    app.report(order + "-" + part, "invoice.paid", invoice);
  }

  @Test
  void whereSettingsApprovePaymentsTheyFollowTheirOrder() {
    var auto =
        App.start(
            Map.of(
                "TRIBUTARY_PROGRAM_APPROVAL_ORDER", "manual",
                "TRIBUTARY_PROGRAM_APPROVAL_INVOICE", "auto"));
    var made = Reviews.orderApproved(auto, "anna");
    assertThat(Reviews.status(auto, INVOICES, made.ic())).isEqualTo("approved");
    assertThat(auto.balance("anna").getInteger("available")).isEqualTo(1000);
    assertThat(
            auto.rows(
                "SELECT subject_type, actor FROM transition WHERE action = 'approve'"
                    + " AND subject_type LIKE '%_commission' ORDER BY id"))
        .hasToString("[[order_commission, staff_1], [invoice_commission, system]]");
    LedgerCheck.holds(auto);
    auto.closeAndForget();
  }

  @Test
  void aDecisionIsWrittenDownWithItsReasonAndTold() {
    var made = Reviews.pending(app, "hugo");
    var path = ORDERS + "/" + made.oc() + "/reject";
    var answer = app.post(path, app.staff(), "{\"reason\":\"a test order\"}").bodyAsJsonObject();
    assertThat(answer.getString("reason")).isEqualTo("a test order");
    assertThat(
            app.rows(
                "SELECT actor, before->>'status', after->>'status', reason FROM audit_entry"
                    + " WHERE reason = 'a test order'"))
        .hasToString("[[staff_1, pending, rejected, a test order]]");
    assertThat(
            app.number(
                "SELECT count(*) FROM outbox WHERE type = 'order_commission.rejected'"
                    + " AND subject = '"
                    + made.oc()
                    + "'"))
        .isOne();
  }

  @Test
  void aDecisionUnderAKeyIsMadeOnce() {
    var made = Reviews.pending(app, "ida");
    var path = ORDERS + "/" + made.oc() + "/approve";
    var first = app.post(path, app.staff(), "ida-1", "{}");
    var again = app.post(path, app.staff(), "ida-1", "{}");
    assertThat(again.bodyAsString()).isEqualTo(first.bodyAsString());
    assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
    assertThat(app.post(path, app.staff(), "ida-2", "{}").statusCode()).isEqualTo(409);
  }
}
