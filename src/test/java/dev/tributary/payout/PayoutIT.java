package dev.tributary.payout;

import static dev.tributary.payout.Withdrawals.code;
import static dev.tributary.payout.Withdrawals.decide;
import static dev.tributary.payout.Withdrawals.decided;
import static dev.tributary.payout.Withdrawals.earn;
import static dev.tributary.payout.Withdrawals.request;
import static dev.tributary.payout.Withdrawals.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A withdrawal from the request to its end, with what it does to the balance on the way. */
class PayoutIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @AfterEach
  void theLedgerHolds() {
    LedgerCheck.holds(app);
  }

  private static void assertBalance(String user, int available, int reserved, int withdrawn) {
    var balance = app.balance(user);
    assertThat(
            List.of(
                balance.getInteger("available"),
                balance.getInteger("reserved"),
                balance.getInteger("withdrawn_revenue")))
        .containsExactly(available, reserved, withdrawn);
  }

  private static List<List<String>> steps(String id) {
    return app.rows(
        "SELECT action, to_status, actor, reason FROM transition WHERE subject_type = 'payout'"
            + " AND subject_id = '"
            + uuid(id)
            + "' ORDER BY id");
  }

  private static String uuid(String id) {
    return PayoutId.parse(id).orElseThrow().value().toString();
  }

  private static List<List<String>> announced(String id) {
    return app.rows("SELECT type FROM outbox WHERE subject = '" + id + "' ORDER BY id");
  }

  @Test
  void aPayoutToTheBalanceAtTheHostIsPaidInTheSameMoment() {
    earn(app, "anna", 3000);
    var answer = request(app, "anna", 1000, "internal_balance");
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    var payout = answer.bodyAsJsonObject();
    assertThat(payout.getString("status")).isEqualTo("paid");
    assertThat(payout.getString("user_id")).isEqualTo("anna");
    assertBalance("anna", 2000, 0, 1000);
    assertThat(steps(payout.getString("id")))
        .containsExactly(
            List.of("create", "requested", "anna", "null"),
            List.of("approve", "approved", "system", "null"),
            List.of("process", "processing", "system", "null"),
            List.of("pay", "paid", "system", "null"));
    assertThat(announced(payout.getString("id")))
        .containsExactly(
            List.of("payout.requested"),
            List.of("payout.approved"),
            List.of("payout.processing"),
            List.of("payout.paid"));
  }

  @Test
  void whatTheHostHearsIsEnoughToCreditItsOwnBalance() {
    earn(app, "hella", 1000);
    var id = request(app, "hella", 400, "internal_balance").bodyAsJsonObject().getString("id");
    var rows =
        app.rows("SELECT data FROM outbox WHERE type = 'payout.paid' AND subject = '" + id + "'");
    var told = new JsonObject(rows.getFirst().getFirst()).getMap();
    assertThat(told)
        .containsAllEntriesOf(
            Map.of(
                "payout_id", id,
                "user_id", "hella",
                "amount", 400,
                "currency", "usd",
                "method", "internal_balance",
                "status", "paid"));
  }

  @Test
  void anotherMethodWaitsForFinanceAndIsReservedMeanwhile() {
    earn(app, "ben", 3000);
    var id = requested(app, "ben", 1000);
    assertBalance("ben", 2000, 1000, 0);
    assertThat(decided(app, id, "approve").getString("status")).isEqualTo("approved");
    assertThat(decided(app, id, "process").getString("status")).isEqualTo("processing");
    assertBalance("ben", 2000, 1000, 0);
    var note = new JsonObject().put("reference", "SEPA-1");
    var paid = app.post("/v1/payouts/" + id + "/pay", app.staff(), note).bodyAsJsonObject();
    assertThat(paid.getString("status")).isEqualTo("paid");
    assertThat(paid.getString("reference")).isEqualTo("SEPA-1");
    assertBalance("ben", 2000, 0, 1000);
  }

  @Test
  void whatIsRejectedOrCancelledIsAvailableAgain() {
    earn(app, "cleo", 3000);
    var rejected = requested(app, "cleo", 1000);
    var note = new JsonObject().put("reason", "wrong account");
    var answer = app.post("/v1/payouts/" + rejected + "/reject", app.staff(), note);
    assertThat(answer.bodyAsJsonObject().getString("reason")).isEqualTo("wrong account");
    assertThat(steps(rejected)).contains(List.of("reject", "rejected", "staff_1", "wrong account"));
    var cancelled = requested(app, "cleo", 1000);
    var path = "/v1/me/payouts/" + cancelled + "/cancel";
    assertThat(app.post(path, app.user("cleo"), "{}").statusCode()).isEqualTo(200);
    assertBalance("cleo", 3000, 0, 0);
    assertThat(code(app.post(path, app.user("cleo"), "{}"))).isEqualTo("payout_already_cancelled");
  }

  @Test
  void whatFailedStaysReservedUntilItIsTriedAgainOrCancelled() {
    earn(app, "dora", 2000);
    var ids = List.of(requested(app, "dora", 1000), requested(app, "dora", 1000));
    for (var id : ids) {
      List.of("approve", "process", "fail").forEach(action -> decided(app, id, action));
    }
    assertBalance("dora", 0, 2000, 0);
    decided(app, ids.getFirst(), "retry");
    decided(app, ids.getFirst(), "pay");
    decided(app, ids.getLast(), "cancel");
    assertBalance("dora", 1000, 0, 1000);
  }

  @Test
  void moreThanIsAvailableIsRefusedWithWhatIs() {
    earn(app, "emil", 999);
    try (var _ = Unchanged.database(app)) {
      var answer = request(app, "emil", 1000, "internal_balance");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(code(answer)).isEqualTo("insufficient_balance");
      assertThat(answer.bodyAsJsonObject().getString("detail")).contains("999", "usd");
      var euros = Withdrawals.wish(1, "paypal").put("currency", "eur");
      var other = app.post(Withdrawals.OWN, app.user("emil"), Withdrawals.newKey(), euros);
      assertThat(code(other)).isEqualTo("insufficient_balance");
    }
  }

  /** A refund after the withdrawal: until it is earned back, nothing goes out. */
  @Test
  void aBalanceBelowZeroBlocksPayouts() {
    earn(app, "fred", 1000);
    assertThat(request(app, "fred", 1000, "internal_balance").statusCode()).isEqualTo(201);
    app.execute(
        """
        BEGIN;
        INSERT INTO transfer (id, key, kind)
          VALUES ('00000000-0000-7000-8000-000000000001', 'adjust:1', 'adjust');
        INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
          SELECT '00000000-0000-7000-8000-000000000001'::uuid, id, 'available', 'USD', -600
          FROM affiliate WHERE user_id = 'fred'
          UNION ALL
          SELECT '00000000-0000-7000-8000-000000000001',
                 '00000000-0000-0000-0000-000000000000'::uuid, 'expense', 'USD', 600;
        UPDATE account SET balance_minor = balance_minor - 600 WHERE bucket = 'available'
          AND owner = (SELECT id FROM affiliate WHERE user_id = 'fred');
        COMMIT
        """);
    assertBalance("fred", -600, 0, 1000);
    var answer = request(app, "fred", 1, "internal_balance");
    assertThat(code(answer)).isEqualTo("insufficient_balance");
    assertThat(answer.bodyAsJsonObject().getString("detail")).contains("-600");
  }

  @Test
  void whoIsNoAffiliateHasNothingToWithdraw() {
    try (var _ = Unchanged.database(app)) {
      var answer = request(app, "nobody", 1, "internal_balance");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(code(answer)).isEqualTo("affiliate_not_found");
    }
  }

  @Test
  void whomTheProgramDroppedStillGetsWhatTheyEarned() {
    earn(app, "gina", 1000);
    app.execute(
        """
        WITH a AS (UPDATE affiliate SET status = 'revoked' WHERE user_id = 'gina' RETURNING id),
        t AS (INSERT INTO transition
                (subject_type, subject_id, action, from_status, to_status, actor)
              SELECT 'affiliate', id, 'revoke', 'active', 'revoked', 'staff_1' FROM a)
        INSERT INTO audit_entry (actor, action, subject_type, subject_id)
        SELECT 'staff_1', 'revoke', 'affiliate', id FROM a
        """);
    assertThat(request(app, "gina", 1000, "internal_balance").statusCode()).isEqualTo(201);
  }

  @Test
  void nobodyDecidesAboutAPayoutOfTheirOwn() {
    earn(app, "staff_1", 1000);
    var id = requested(app, "staff_1", 500);
    try (var _ = Unchanged.database(app)) {
      assertThat(decide(app, id, "approve", app.staff()).statusCode()).isEqualTo(403);
      assertThat(decide(app, id, "reject", app.staff()).statusCode()).isEqualTo(403);
    }
    var colleague = app.token("staff_2", "finance");
    assertThat(decide(app, id, "approve", colleague).statusCode()).isEqualTo(200);
    assertThat(decide(app, id, "process", app.staff()).statusCode()).isEqualTo(403);
    assertThat(decide(app, id, "process", colleague).statusCode()).isEqualTo(200);
    assertThat(decide(app, id, "pay", app.staff()).statusCode()).isEqualTo(403);
  }

  @Test
  void theListHasPagesThatLeaveNothingOut() {
    earn(app, "hans", 700);
    var made = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      made.addFirst(requested(app, "hans", 100));
    }
    var read = new ArrayList<String>();
    var page = list("/v1/me/payouts?limit=3", app.user("hans"));
    read.addAll(ids(page));
    while (page.getBoolean("has_more")) {
      var next = "/v1/me/payouts?limit=3&cursor=" + page.getString("next_cursor");
      page = list(next, app.user("hans"));
      read.addAll(ids(page));
    }
    assertThat(read).isEqualTo(made);
    assertThat(page.getValue("next_cursor")).isNull();
  }

  private static JsonObject list(String path, String token) {
    HttpResponse<Buffer> answer = app.get(path, token);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static List<String> ids(JsonObject page) {
    JsonArray data = page.getJsonArray("data");
    return data.stream().map(entry -> ((JsonObject) entry).getString("id")).toList();
  }

  @Test
  void staffFindPayoutsByWhoHowAndWhen() {
    earn(app, "ida", 1000);
    var open = requested(app, "ida", 100);
    var done = requested(app, "ida", 100);
    decided(app, done, "reject");
    var affiliate =
        list("/v1/me/payouts", app.user("ida"))
            .getJsonArray("data")
            .getJsonObject(0)
            .getString("affiliate_id");
    var hers = "/v1/payouts?affiliate=" + affiliate;
    var reviewer = app.token("rita", "reviewer");
    assertThat(ids(list(hers, reviewer))).containsExactly(done, open);
    assertThat(ids(list(hers + "&status=requested", reviewer))).containsExactly(open);
    assertThat(ids(list(hers + "&from=2000-01-01", reviewer))).hasSize(2);
    assertThat(ids(list(hers + "&to=2000-01-01", reviewer))).isEmpty();
    assertThat(ids(list("/v1/payouts?status=requested&limit=100", reviewer))).contains(open);
    assertThat(list("/v1/payouts/" + open, reviewer).getString("user_id")).isEqualTo("ida");
    assertThat(app.get("/v1/payouts", app.shop()).statusCode()).isEqualTo(403);
  }

  @Test
  void whereTheSettingsSaySoEveryPayoutWaits() {
    var careful =
        App.start(
            Map.of(
                "TRIBUTARY_PROGRAM_APPROVAL_PAYOUT", "manual",
                "TRIBUTARY_PROGRAM_MIN_PAYOUT_MINOR", "500"));
    earn(careful, "anna", 2000);
    var answer = request(careful, "anna", 500, "internal_balance").bodyAsJsonObject();
    assertThat(answer.getString("status")).isEqualTo("requested");
    var small = request(careful, "anna", 499, "internal_balance");
    assertThat(small.statusCode()).isEqualTo(409);
    assertThat(code(small)).isEqualTo("payout_below_minimum");
    LedgerCheck.holds(careful);
    careful.closeAndForget();
  }
}
