package dev.tributary.commission.review;

import static dev.tributary.commission.review.Reviews.INVOICES;
import static dev.tributary.commission.review.Reviews.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Decisions at the same moment, on two instances: as if one came after the other. */
class ReviewRaceIT {
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start(Reviews.MANUAL);
    other = app.another(Reviews.MANUAL);
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    other.close();
    app.closeAndForget();
  }

  private static Future<HttpResponse<Buffer>> send(int number, String path) {
    var instance = number % 2 == 0 ? app : other;
    return instance.send(path, app.staff(), "{}");
  }

  /** All requests are on their way before the first answer is looked at. */
  private static Map<Integer, Long> race(
      int runners, IntFunction<Future<HttpResponse<Buffer>>> start) {
    var running = IntStream.range(0, runners).mapToObj(start).toList();
    return running.stream()
        .map(answer -> answer.await())
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  private static long steps(String action, String id) {
    return app.number(
        "SELECT count(*) FROM audit_entry WHERE action = '%s' AND type_id('%s', subject_id) = '%s'"
            .formatted(action, id.split("_", 2)[0], id));
  }

  @Test
  void ofTwentyApprovalsAtOnceOneIsTheCredit() {
    var made = Reviews.orderApproved(app, "anna");
    var path = INVOICES + "/" + made.ic() + "/approve";
    assertThat(race(20, i -> send(i, path))).isEqualTo(Map.of(200, 1L, 409, 19L));
    assertThat(app.number("SELECT count(*) FROM transfer WHERE key = 'credit:" + made.ic() + "'"))
        .isOne();
    assertThat(steps("approve", made.ic())).isOne();
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(1000);
  }

  @Test
  void anApprovalAndARejectionAtTheSameMomentLeaveOneOutcome() {
    for (int i = 0; i < 10; i++) {
      var made = Reviews.orderApproved(app, "bela");
      var path = INVOICES + "/" + made.ic() + "/";
      var actions = List.of("approve", "reject");
      assertThat(race(2, k -> send(k, path + actions.get(k)))).isEqualTo(Map.of(200, 1L, 409, 1L));
      assertThat(steps("approve", made.ic()) + steps("reject", made.ic())).isOne();
    }
  }

  @Test
  void anOrderThatIsCancelledWhileAPaymentIsHeldLeavesNothingOpen() {
    for (int i = 0; i < 10; i++) {
      var made = Reviews.pending(app, "cleo");
      var paths =
          List.of(ORDERS + "/" + made.oc() + "/cancel", INVOICES + "/" + made.ic() + "/hold");
      race(2, k -> send(k, paths.get(k)));
      assertThat(Reviews.status(app, INVOICES, made.ic())).isEqualTo("rejected");
    }
  }

  @Test
  void anApprovalAndARefundAtTheSameMomentPayWhatIsLeft() {
    for (int i = 0; i < 10; i++) {
      var user = "dora_" + i;
      var made = Reviews.orderApproved(app, user);
      var refund =
          new JsonObject()
              .put("refund_id", "RF-" + made.order())
              .put("invoice_id", made.invoice())
              .put("amount", 4400)
              .put("currency", "usd")
              .put("refunded_at", "2026-05-03T10:00:00Z");
      var event =
          new JsonObject()
              .put("specversion", "1.0")
              .put("id", "RF-" + made.order())
              .put("source", "/shop")
              .put("type", "invoice.refunded")
              .put("data", refund);
      var path = INVOICES + "/" + made.ic() + "/approve";
      var statuses =
          race(2, k -> k == 0 ? app.send("/v1/events", app.shop(), event) : send(k, path));
      assertThat(statuses).isEqualTo(Map.of(202, 1L, 200, 1L));
      App.eventually(() -> app.balance(user), b -> Objects.equals(b.getInteger("available"), 600));
    }
  }
}
