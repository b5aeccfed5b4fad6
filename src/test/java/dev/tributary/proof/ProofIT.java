package dev.tributary.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.kernel.TypeId;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What really happened adds up, and whoever edits a row of it as superuser is found out. */
class ProofIT {
  /** What is edited, how it is put right, which checks break, and what they name. */
  private static final String EDITS =
      """
      # a transfer of nothing
      INSERT INTO transfer (id, key, kind) VALUES (gen_random_uuid(), 'adjust:x', 'adjust')
        | DELETE FROM transfer WHERE key = 'adjust:x'
        | transfers_sum_to_zero | adjust:x
      # half a transfer
      UPDATE posting SET amount_minor = amount_minor - 1 WHERE id = EXPENSE
        | UPDATE posting SET amount_minor = amount_minor + 1 WHERE id = EXPENSE
        | transfers_sum_to_zero ledger_sums_to_zero | credit:ic_
      # a balance
      UPDATE account SET balance_minor = balance_minor + 1 WHERE bucket = 'available'
        | UPDATE account SET balance_minor = balance_minor - 1 WHERE bucket = 'available'
        | balances_are_sums_of_postings revenue_is_what_was_earned | aff_
      # postings without their account
      UPDATE account SET owner = md5('x')::uuid WHERE bucket = 'expense'
        | UPDATE account SET owner = NOBODY WHERE bucket = 'expense'
        | balances_are_sums_of_postings | aff_00000000000000000000000000 expense usd
      # what a commission amounts to
      UPDATE invoice_commission SET reversed_minor = 1 WHERE id = INVOICE
        | UPDATE invoice_commission SET reversed_minor = 0 WHERE id = INVOICE
        | revenue_is_what_was_earned approved_commissions_are_credited_once | ic_
      # whom a credit is for
      UPDATE transfer SET key = 'credit:ic_nobody' WHERE key = CREDIT
        | UPDATE transfer SET key = CREDIT WHERE key = 'credit:ic_nobody'
        | approved_commissions_are_credited_once released_commissions_are_released_once | ic_nobody
      # what money is for
      UPDATE transfer SET kind = 'adjust' WHERE key = CREDIT
        | UPDATE transfer SET kind = 'credit' WHERE key = CREDIT
        | revenue_is_what_was_earned approved_commissions_are_credited_once \
      released_commissions_are_released_once | ic_
      # whether it was released
      UPDATE invoice_commission SET released_at = NULL WHERE id = INVOICE
        | UPDATE invoice_commission SET released_at = now() WHERE id = INVOICE
        | released_commissions_are_released_once | ic_
      # how often somebody earned by a user
      UPDATE referral SET triggers_used = 3
        | UPDATE referral SET triggers_used = 2
        | triggers_are_numbered_without_gaps | ref_
      # a gap in the numbers
      UPDATE order_commission SET trigger_no = 3 WHERE trigger_no = 2
        | UPDATE order_commission SET trigger_no = 2 WHERE trigger_no = 3
        | triggers_are_numbered_without_gaps | ref_
      # what milestones count
      UPDATE affiliate SET qualified_referrals = 2
        | UPDATE affiliate SET qualified_referrals = 1
        | qualified_referrals_are_counted | aff_
      # a state
      UPDATE order_commission SET status = 'cancelled' WHERE trigger_no = 1
        | UPDATE order_commission SET status = 'approved' WHERE trigger_no = 1
        | states_are_the_last_transition | oc_
      # a step that is no edge
      UPDATE transition SET action = 'reject' WHERE id = STEP
        | UPDATE transition SET action = 'approve' WHERE id = STEP
        | transitions_follow_the_table | ic_
      # a step from somewhere else
      UPDATE transition SET from_status = 'held', action = 'reject', to_status = 'rejected' \
      WHERE id = STEP
        | UPDATE transition SET from_status = 'pending', action = 'approve', \
      to_status = 'approved' \
      WHERE id = STEP
        | states_are_the_last_transition transitions_follow_the_table | ic_
      """;

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
    app.bind(app.link("anna"), "ben");
    app.report("one", "order.paid", App.order("O-1", "ben"));
    app.report("two", "order.paid", App.order("O-2", "ben"));
    App.eventually(
        () -> app.number("SELECT count(*) FROM inbound_event WHERE status = 'done'"), n -> n == 2);
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static JsonObject proof() {
    return app.post("/v1/proofs/run", app.staff(), "{}").bodyAsJsonObject();
  }

  private static List<JsonObject> broken(JsonObject proof) {
    return proof.getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getLong("broken") > 0)
        .toList();
  }

  @Test
  void whatHappenedAddsUp() {
    var proof = proof();
    assertThat(proof.getBoolean("ok")).as(proof.encodePrettily()).isTrue();
    assertThat(proof.getJsonArray("checks").stream().map(JsonObject.class::cast))
        .hasSizeGreaterThan(9)
        .allSatisfy(check -> assertThat(check.getLong("rows")).as(check.encode()).isPositive());
  }

  static Stream<List<String>> edits() {
    var edits = EDITS.replaceAll("(?m)^#.*\n", "").replaceAll("\n +\\|", "|");
    return edits.lines().map(line -> Stream.of(line.split("\\|")).map(String::strip).toList());
  }

  @ParameterizedTest
  @MethodSource("edits")
  void anEditedRowIsNamedByTheLawItBreaks(List<String> edit) {
    asSuperuser(edit.get(0));
    var found = proof();
    asSuperuser(edit.get(1));
    assertThat(found.getBoolean("ok")).isFalse();
    assertThat(broken(found).stream().map(check -> check.getString("name")))
        .containsExactlyInAnyOrder(edit.get(2).split(" "));
    assertThat(broken(found).toString()).contains("\"id\":\"" + edit.get(3));
    assertThat(proof().getBoolean("ok")).as("put right").isTrue();
  }

  /** Neither triggers nor foreign keys are asked. */
  private static void asSuperuser(String edit) {
    app.execute("SET session_replication_role = replica; " + named(edit));
  }

  private static String named(String sql) {
    return sql.replace("NOBODY", "'00000000-0000-0000-0000-000000000000'")
        .replace("INVOICE", "(SELECT id FROM invoice_commission ORDER BY id LIMIT 1)")
        .replace("EXPENSE", "(SELECT min(id) FROM posting WHERE bucket = 'expense')")
        .replace(
            "STEP", "(SELECT max(id) FROM transition WHERE subject_type = 'invoice_commission')")
        .replace("CREDIT", "'" + firstCredit() + "'");
  }

  private static String firstCredit() {
    var id = app.rows("SELECT id FROM invoice_commission ORDER BY id LIMIT 1").getFirst();
    return "credit:" + TypeId.format("ic", UUID.fromString(id.getFirst()));
  }

  @Test
  void onlyTheFirstTwentyAreNamedAndAllAreCounted() {
    asSuperuser(
        "INSERT INTO transfer (id, key, kind) SELECT gen_random_uuid(), 'adjust:many' || n, '-'"
            + " FROM generate_series(1, 50) n");
    var found = broken(proof()).getFirst();
    asSuperuser("DELETE FROM transfer WHERE key LIKE 'adjust:many%'");
    assertThat(found.getLong("broken")).isEqualTo(50);
    assertThat(found.getJsonArray("violations")).hasSize(20);
  }

  /** Reserved and paid; paid and not settled; reserved twice; never reserved; and not enough. */
  @Test
  void aPayoutIsReservedOnceAndSettledWhenItIsPaid() {
    var payouts =
        """
        WITH payout(id, affiliate_id, amount_minor, currency, status) AS (
          SELECT md5(n)::uuid, md5('anna')::uuid, 500, 'USD', status FROM (VALUES
            ('1', 'paid'), ('2', 'paid'), ('3', 'requested'), ('4', 'requested'), ('5', 'requested')
          ) AS p(n, status)
        ), transfer(id, key, kind) AS (
          SELECT no, kind || ':' || type_id('po', md5(n)::uuid), kind FROM (VALUES
            (1, '1', 'reserve'), (2, '1', 'settle'), (3, '2', 'reserve'), (4, '3', 'reserve'),
            (5, '3', 'reserve'), (6, '5', 'reserve')
          ) AS t(no, n, kind)
        ), posting(transfer_id, owner, bucket, currency, amount_minor) AS (
          SELECT no, md5('anna')::uuid, 'reserved', 'USD', minor FROM (VALUES
            (1, 500), (2, -500), (3, 500), (4, 500), (5, 500), (6, 499)) AS g(no, minor)
        )
        """;
    var found = app.rows(payouts + ProofStore.sql(CommissionChecks.OF_PAYOUTS)).getFirst();
    assertThat(found.subList(1, 3)).containsExactly("5", "4");
    assertThat(found.getLast())
        .contains("paid; 1 reserves of 500, 0 settled")
        .contains("requested; 2 reserves of 1000, 0 settled")
        .contains("requested; 0 reserves of 0, 0 settled")
        .contains("requested; 1 reserves of 499, 0 settled");
  }

  @Test
  void oneRunAtATime() throws SQLException {
    try (var elsewhere = app.connect();
        var statement = elsewhere.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(hashtext('proof'))");
      var refused = app.post("/v1/proofs/run", app.staff(), "{}");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.bodyAsJsonObject().getString("code")).isEqualTo("proof_running");
    }
    assertThat(App.eventually(ProofIT::proof, p -> p.containsKey("ok")).getBoolean("ok")).isTrue();
  }

  /** The function in the database against the one in the code. */
  @ParameterizedTest
  @CsvSource({
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "01890a5d-ac96-774b-bcce-b302099a8057",
    "80000000-0000-0000-8000-000000000001"
  })
  void theDatabaseWritesIdsAsTheWireDoes(String id) {
    assertThat(app.rows("SELECT type_id('po', '" + id + "')").getFirst())
        .containsExactly(TypeId.format("po", UUID.fromString(id)));
  }
}
