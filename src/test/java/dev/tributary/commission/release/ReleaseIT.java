package dev.tributary.commission.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is credited becomes available when its holding period is over: once, and what is left. */
class ReleaseIT {
  private static final Map<String, String> HOLD =
      Map.of(
          "TRIBUTARY_PROGRAM_HOLD_DAYS", "7",
          "TRIBUTARY_PROGRAM_MAX_TRIGGERS", "1000",
          "TRIBUTARY_COMMISSIONS_RELEASE_SECONDS", "1");
  private static final String UNRELEASED =
      "SELECT count(*) FROM invoice_commission WHERE released_at IS NULL";
  private static final String RELEASES = "SELECT count(*) FROM transfer WHERE kind = 'release'";
  private static final String TIME_PASSES =
      "UPDATE invoice_commission SET available_at = available_at - interval '7 days'";

  private static final String PAST =
      """
      INSERT INTO invoice_commission (id, order_commission_id, invoice_id, amount_minor, currency,
                                      status, hold_days, available_at, released_at)
      SELECT gen_random_uuid(), gen_random_uuid(), 'I-' || n, 1000, 'USD', 'approved', 0,
             now(), now()
      FROM generate_series(1, 20000) n;
      """;

  private App app;

  @BeforeEach
  void start() {
    app = App.start(HOLD);
  }

  @AfterEach
  void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private void earn(String affiliate, int orders) {
    var friend = "friend_of_" + affiliate;
    app.bind(app.link(affiliate), friend);
    var events = IntStream.range(0, orders).mapToObj(n -> paid(affiliate + n, friend)).toList();
    for (int i = 0; i < orders; i += 100) {
      var some = new JsonArray(events.subList(i, Math.min(orders, i + 100)));
      assertThat(app.post("/v1/events", app.shop(), some).statusCode()).isEqualTo(202);
    }
    App.eventually(() -> app.balance(affiliate).getInteger("pending", 0), n -> n == orders * 1000);
  }

  private static JsonObject paid(String id, String buyer) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", "/shop")
        .put("type", "order.paid")
        .put("data", App.order(id, buyer));
  }

  @Test
  void aCreditIsPendingForItsHoldingPeriodAndAvailableAfterwards() {
    earn("anna", 2);
    assertThat(
            app.rows(
                "SELECT DISTINCT available_at - created_at = '7 days', released_at IS NULL"
                    + " FROM invoice_commission"))
        .containsExactly(List.of("t", "t"));
    var first = app.rows("SELECT min(id::text) FROM invoice_commission").getFirst().getFirst();
    app.execute(TIME_PASSES + " WHERE id = '" + first + "'");

    var balance = App.eventually(() -> app.balance("anna"), b -> b.getInteger("available") > 0);
    assertThat(balance.getInteger("available")).isEqualTo(1000);
    assertThat(balance.getInteger("pending")).as("the other one").isEqualTo(1000);
    assertThat(
            app.rows(
                "SELECT subject_id, actor, after ->> 'available_minor' FROM audit_entry"
                    + " WHERE action = 'make_available'"))
        .containsExactly(List.of(first, "system", "1000"));
    var told =
        app.rows(
            "SELECT data ->> 'amount', data ->> 'affiliate_user_id' FROM outbox"
                + " WHERE type = 'invoice_commission.released'");
    assertThat(told).containsExactly(List.of("1000", "anna"));
  }

  @Test
  void whatWasRefundedBeforeIsNotReleased() {
    earn("anna", 1);
    app.execute(
        """
        BEGIN;
        UPDATE invoice_commission SET reversed_minor = 300;
        INSERT INTO transfer (id, key, kind)
          SELECT gen_random_uuid(), 'reverse:' || type_id('ic', id) || ':r1', 'reverse'
          FROM invoice_commission;
        INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
          SELECT t.id, a.owner, a.bucket, 'USD', CASE a.bucket WHEN 'pending' THEN -300 ELSE 300 END
          FROM transfer t, account a WHERE t.kind = 'reverse';
        UPDATE account SET balance_minor = balance_minor - 300 WHERE bucket = 'pending';
        COMMIT
        """);
    app.execute(TIME_PASSES);
    var balance = App.eventually(() -> app.balance("anna"), b -> b.getInteger("available") > 0);
    assertThat(balance.getInteger("available")).isEqualTo(700);
    assertThat(balance.getInteger("pending")).isZero();
  }

  @Test
  void whatSomebodyHoldsIsLeftToThemAndHoldsNothingUp() throws SQLException {
    earn("anna", 3);
    try (var refund = app.connect();
        var statement = refund.createStatement()) {
      refund.setAutoCommit(false);
      statement.execute("SELECT FROM invoice_commission ORDER BY id LIMIT 1 FOR UPDATE");
      app.execute(
          TIME_PASSES + " WHERE id > (SELECT id FROM invoice_commission ORDER BY id LIMIT 1)");
      App.eventually(() -> app.number(UNRELEASED), left -> left == 1);
      statement.execute(TIME_PASSES + " WHERE released_at IS NULL");
      refund.commit();
    }
    App.eventually(() -> app.number(UNRELEASED), left -> left == 0);
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(3000);
  }

  /** The first one's key is taken, which only somebody who edits rows can bring about. */
  @Test
  void oneThatCannotBeReleasedHoldsUpNoOther() {
    earn("anna", 3);
    app.execute(
        "INSERT INTO transfer (id, key, kind) SELECT gen_random_uuid(),"
            + " 'release:' || type_id('ic', id), 'x' FROM invoice_commission ORDER BY id LIMIT 1");
    app.execute(TIME_PASSES);
    App.eventually(() -> app.number(UNRELEASED), left -> left == 1);
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(2000);
    app.execute("SET session_replication_role = replica; DELETE FROM transfer WHERE kind = 'x'");
    App.eventually(() -> app.number(UNRELEASED), left -> left == 0);
  }

  @Test
  void twoInstancesReleaseFiveHundredOnce() {
    try (var other = app.another(HOLD)) {
      for (int i = 0; i < 5; i++) {
        earn("affiliate_" + i, 100);
      }
      app.execute(TIME_PASSES);
      App.eventually(() -> app.number(UNRELEASED), left -> left == 0);
      assertThat(app.number(RELEASES)).isEqualTo(500);
      for (int i = 0; i < 5; i++) {
        assertThat(other.balance("affiliate_" + i).getInteger("available")).isEqualTo(100_000);
      }
    }
  }

  @Test
  void lookingForWhatIsDueReadsNothingElse() {
    app.execute("SET session_replication_role = replica;" + PAST + "ANALYZE");
    assertThat(Plans.generic(app, ReleaseStore.TAKE_DUE))
        .contains("invoice_commission_due")
        .doesNotContain("Seq Scan on invoice_commission");
    app.execute("SET session_replication_role = replica; DELETE FROM invoice_commission");
  }
}
