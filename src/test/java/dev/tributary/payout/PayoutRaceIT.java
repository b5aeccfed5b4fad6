package dev.tributary.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Withdrawals and decisions at the same moment, on two instances: as if one came after the other.
 */
class PayoutRaceIT {
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    other.close();
    app.closeAndForget();
  }

  private static App instance(int number) {
    return number % 2 == 0 ? app : other;
  }

  /** All requests are on their way before the first answer is looked at. */
  private static Map<Integer, Long> race(
      int runners, IntFunction<Future<HttpResponse<Buffer>>> start) {
    var running = IntStream.range(0, runners).mapToObj(start).toList();
    return running.stream()
        .map(answer -> answer.await())
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  @Test
  void ofTwentyWithdrawalsAtOnceAsManySucceedAsTheBalanceHolds() {
    Withdrawals.earn(app, "anna", 7_999);
    var statuses = race(20, i -> Withdrawals.send(instance(i), "anna", 1000, "race-" + i));
    assertThat(statuses).isEqualTo(Map.of(201, 7L, 409, 13L));
    var balance = app.balance("anna");
    assertThat(balance.getInteger("available")).isEqualTo(999);
    assertThat(balance.getInteger("withdrawn_revenue")).isEqualTo(7_000);
    assertThat(app.number("SELECT count(*) FROM idempotency_key WHERE principal = 'anna'"))
        .isEqualTo(7);
  }

  @Test
  void ofTwoHundredWithdrawalsAtOnceTenSucceed() {
    Withdrawals.earn(app, "bela", 10_000);
    var statuses = race(200, i -> Withdrawals.send(instance(i), "bela", 1000, "burst-" + i));
    assertThat(statuses).isEqualTo(Map.of(201, 10L, 409, 190L));
    assertThat(app.balance("bela").getInteger("available")).isZero();
  }

  @Test
  void ofTwentyApprovalsAtOnceOneSucceeds() {
    Withdrawals.earn(app, "ben", 1000);
    var id = Withdrawals.requested(app, "ben", 1000);
    var path = "/v1/payouts/" + id + "/approve";
    assertThat(race(20, i -> instance(i).send(path, app.staff(), "{}")))
        .isEqualTo(Map.of(200, 1L, 409, 19L));
    assertThat(steps(id, "approve")).isOne();
  }

  @Test
  void anApprovalAndARejectionAtTheSameMomentLeaveOneOutcome() {
    Withdrawals.earn(app, "cleo", 1000);
    for (int i = 0; i < 10; i++) {
      var id = Withdrawals.requested(app, "cleo", 100);
      var actions = List.of("approve", "reject");
      var statuses =
          race(
              2,
              k -> instance(k).send("/v1/payouts/" + id + "/" + actions.get(k), app.staff(), "{}"));
      assertThat(statuses).isEqualTo(Map.of(200, 1L, 409, 1L));
      assertThat(steps(id, "approve") + steps(id, "reject")).isOne();
    }
  }

  private static long steps(String id, String action) {
    var subject = PayoutId.parse(id).orElseThrow().value();
    return app.number(
        "SELECT count(*) FROM audit_entry WHERE subject_id = '%s' AND action = '%s'"
            .formatted(subject, action));
  }

  @Test
  void twoBatchesAtTheSameMomentShareNoPayout() {
    Withdrawals.earn(app, "dora", 1000);
    for (int i = 0; i < 10; i++) {
      var wish = Withdrawals.wish(100, "paypal");
      var answer = app.post(Withdrawals.OWN, app.user("dora"), Withdrawals.newKey(), wish);
      Withdrawals.decided(app, answer.bodyAsJsonObject().getString("id"), "approve");
    }
    var paypal = "{\"method\":\"paypal\",\"currency\":\"usd\"}";
    assertThat(race(2, i -> instance(i).send("/v1/payout-batches", app.staff(), paypal)))
        .isEqualTo(Map.of(201, 1L, 409, 1L));
    assertThat(
            app.number(
                "SELECT count(*) FROM payout WHERE method = 'paypal' AND status = 'processing'"))
        .isEqualTo(10);
  }
}
