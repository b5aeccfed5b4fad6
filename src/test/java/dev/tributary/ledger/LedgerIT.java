package dev.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.App;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whoever asks: here the owner of the tables does. */
class LedgerIT {
  private static final String POSTING =
      """
      INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
      VALUES ('%s', '%s', '%s', '%s', %d);
      """;
  private static final List<String> APPEND_ONLY =
      List.of("posting", "transfer", "transition", "audit_entry", "decision", "settings_version");
  private static final String EXPENSE = "bucket = 'expense'";
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
    app.bind(app.link("anna"), "ben");
    app.report("one", "order.paid", App.order("O-1", "ben"));
    App.eventually(() -> app.balance("anna"), balance -> !balance.isEmpty());
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private static String transfer(UUID id) {
    return transfer(id, "adjust:" + id);
  }

  private static String transfer(UUID id, String key) {
    return "INSERT INTO transfer (id, key, kind) VALUES ('%s', '%s', 'adjust');".formatted(id, key);
  }

  private static String posting(UUID transfer, UUID owner, String bucket, long minor) {
    return POSTING.formatted(transfer, owner, bucket, "USD", minor);
  }

  @Test
  void aTransferThatDoesNotSumToZeroIsRefusedAtTheCommit() {
    var id = UUID.randomUUID();
    var before = app.number("SELECT count(*) FROM transfer");
    var halves = posting(id, id, "pending", 500) + posting(id, id, "available", -499);
    var whole = "BEGIN;" + transfer(id) + halves;
    assertThatCode(() -> app.execute(whole + "ROLLBACK")).doesNotThrowAnyException();
    assertThatThrownBy(() -> app.execute(whole + "COMMIT"))
        .cause()
        .hasMessageContaining("transfer " + id + " does not sum to zero");
    assertThat(app.number("SELECT count(*) FROM transfer")).isEqualTo(before);
  }

  @Test
  void eachCurrencyOfATransferSumsToZeroByItself() {
    var id = UUID.randomUUID();
    var mixed =
        POSTING.formatted(id, id, "pending", "USD", 500)
            + POSTING.formatted(id, id, "pending", "EUR", -500);
    assertThatThrownBy(() -> app.execute("BEGIN;" + transfer(id) + mixed + "COMMIT"))
        .cause()
        .hasMessageContaining("does not sum to zero");
  }

  @Test
  void aTransferThatIsCommittedCannotBeUnbalancedLater() {
    var known = app.rows("SELECT id FROM transfer LIMIT 1").getFirst().getFirst();
    assertThatThrownBy(() -> app.execute(POSTING.formatted(known, known, "pending", "USD", 1)))
        .cause()
        .hasMessageContaining("does not sum to zero");
  }

  @Test
  void aPostingOfNothingIsRefused() {
    var id = UUID.randomUUID();
    assertThatThrownBy(() -> app.execute(transfer(id) + posting(id, id, "pending", 0)))
        .cause()
        .hasMessageContaining("amount_minor");
  }

  static Stream<String> changes() {
    return APPEND_ONLY.stream()
        .flatMap(
            table ->
                Stream.of(
                    "UPDATE " + table + " SET " + column(table) + " = " + column(table),
                    "UPDATE " + table + " SET " + column(table) + " = DEFAULT WHERE false",
                    "DELETE FROM " + table,
                    "TRUNCATE " + table + " CASCADE"));
  }

  private static String column(String table) {
    return switch (table) {
      case "posting" -> "amount_minor";
      case "transfer" -> "kind";
      case "decision" -> "reason_code";
      case "settings_version" -> "definition";
      default -> "actor";
    };
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatIsWrittenDownStays(String change) {
    var before = contents();
    assertThatThrownBy(() -> app.execute(change)).cause().hasMessageContaining("is append-only");
    assertThat(contents()).isEqualTo(before);
  }

  private static List<List<List<String>>> contents() {
    return APPEND_ONLY.stream()
        .map(table -> app.rows("SELECT t::text FROM " + table + " t ORDER BY 1"))
        .toList();
  }

  @Test
  void aSecondTransferOfTheSameKeyIsRefused() {
    var key = app.rows("SELECT key FROM transfer WHERE kind = 'credit'").getFirst().getFirst();
    assertThatThrownBy(() -> app.execute(transfer(UUID.randomUUID(), key)))
        .cause()
        .hasMessageContaining("transfer_key_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "reserved", "clearing"})
  void noBucketButTheAvailableOneGoesBelowZero(String bucket) {
    var owner = UUID.randomUUID();
    app.execute("INSERT INTO account VALUES ('%s', '%s', 'USD', 0)".formatted(owner, bucket));
    var overdraw = "UPDATE account SET balance_minor = -1 WHERE owner = '" + owner + "'";
    assertThatThrownBy(() -> app.execute(overdraw)).cause().hasMessageContaining("never_overdrawn");
  }

  @Test
  void theExpenseAccountKeepsNoRunningBalance() {
    assertThatThrownBy(() -> app.execute("UPDATE account SET balance_minor = 0 WHERE " + EXPENSE))
        .cause()
        .hasMessageContaining("expense_keeps_no_balance");
    assertThat(app.rows("SELECT balance_minor FROM account WHERE " + EXPENSE))
        .containsExactly(List.of("null"));
  }

  @Test
  void theCheckFindsABalanceThatDrifted() {
    var drift = "UPDATE account SET balance_minor = balance_minor + %d WHERE bucket = 'available'";
    app.execute(drift.formatted(1));
    assertThatThrownBy(() -> LedgerCheck.holds(app))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("every balance is the sum of its postings");
    app.execute(drift.formatted(-1));
  }

  @Test
  void theCheckFindsACreditWithoutItsCommission() {
    app.execute("UPDATE invoice_commission SET status = 'pending'");
    assertThatThrownBy(() -> LedgerCheck.holds(app)).isInstanceOf(AssertionError.class);
    app.execute("UPDATE invoice_commission SET status = 'approved'");
  }
}
