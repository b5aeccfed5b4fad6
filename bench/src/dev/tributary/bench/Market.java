package dev.tributary.bench;

import java.util.Map;
import java.util.Optional;

/**
 * The database of the benchmark of commissions: a fresh copy of one that was migrated and holds
 * nothing, then ten thousand referred users; and the look into it afterwards.
 */
final class Market implements AutoCloseable {
  static final String DATABASE = "commissions_run";
  private static final String EMPTY = "commissions_empty";

  /** Every order is to earn alike, so that all write the same rows. */
  static final Map<String, String> PROGRAM =
      Map.of(
          "TRIBUTARY_PROGRAM_MAX_TRIGGERS", "1000000",
          "TRIBUTARY_PROGRAM_MILESTONES", "[]",
          "TRIBUTARY_LIMITS_TRUSTED_REQUESTS", "10000000");

  private static final String FILL =
      """
      INSERT INTO affiliate (id, user_id, status, source)
      SELECT md5('affiliate' || n)::uuid, 'seller-' || n, 'active', 'user'
      FROM generate_series(0, %1$d - 1) n;
      INSERT INTO referral (id, referred_user_id, affiliate_id, affiliate_user_id, code, status,
                            reason_code, bound_at)
      SELECT md5('referral' || n)::uuid, 'buyer-' || n, md5('affiliate' || n %% %1$d)::uuid,
             'seller-' || n %% %1$d, 'CODE', 'pending', 'bound', '2026-04-30'
      FROM generate_series(0, %2$d - 1) n
      """;

  /** What each event writes, and what a user's first one writes besides. */
  private static final Map<String, Integer> ROWS =
      Map.of(
          "inbound_event", 1,
          "order_fact", 1,
          "invoice_fact", 1,
          "decision", 1,
          "order_commission", 1,
          "invoice_commission", 1,
          "transfer", 2,
          "posting", 4);

  private static final Map<String, Integer> ROWS_AND_FIRST =
      Map.of("transition", 4, "audit_entry", 4, "outbox", 4);

  private static final String WRONG_BALANCES =
      """
      SELECT count(*) FROM account a
      WHERE bucket <> 'expense' AND balance_minor <> (
        SELECT coalesce(sum(amount_minor), 0) FROM posting p
        WHERE (p.owner, p.bucket, p.currency) = (a.owner, a.bucket, a.currency))
      """;

  // A transaction's rows carry its start. Those that began before the last one were over by then.
  private static final String RATE =
      """
      WITH commission AS (
        SELECT created_at AS at, row_number() OVER (ORDER BY created_at) AS n
        FROM order_commission WHERE created_at > $$%s$$
      ), span AS (
        SELECT (SELECT at FROM commission WHERE n = %d) AS started, max(at) AS ended
        FROM commission
      )
      SELECT (count(*) / extract(epoch FROM ended - started))::text
      FROM commission, span WHERE at >= started AND at < ended
      GROUP BY started, ended
      """;

  private final Postgres postgres;

  private Market(Postgres postgres) {
    this.postgres = postgres;
  }

  static Market set(Postgres postgres, Service service) {
    postgres.create(EMPTY, Optional.empty());
    service.start(EMPTY, PROGRAM).close();
    return new Market(postgres);
  }

  /** A new one; the ten thousand users are shared among so many affiliates. */
  void renew(int affiliates) {
    postgres.refuseUnsafe();
    postgres.create(DATABASE, Optional.of(EMPTY));
    postgres.run(DATABASE, FILL.formatted(affiliates, Orders.USERS));
    postgres.checkpoint();
  }

  void analyze() {
    postgres.run(DATABASE, "VACUUM ANALYZE");
    postgres.checkpoint();
  }

  String now() {
    return postgres.column(DATABASE, "SELECT now()").getFirst();
  }

  /** Commissions that are committed. */
  long commissions() {
    return postgres.number(DATABASE, "SELECT count(*) FROM order_commission");
  }

  /** Commissions a second since then, without the first so many. */
  double rate(String since, long warmUp) {
    return Double.parseDouble(
        postgres.column(DATABASE, RATE.formatted(since, warmUp)).getFirst());
  }

  /** Every event has earned once, the money adds up, and the rows are those that all write. */
  void check(String contender, long events) {
    expect(contender, "sum of postings", "SELECT coalesce(sum(amount_minor), 0) FROM posting", 0);
    expect(contender, "wrong balances", WRONG_BALANCES, 0);
    expect(
        contender,
        "events not done",
        "SELECT count(*) FROM inbound_event WHERE status <> 'done'",
        0);
    long first =
        postgres.number(DATABASE, "SELECT count(*) FROM referral WHERE status = 'qualified'");
    ROWS.forEach((table, each) -> expectRows(contender, table, each * events));
    ROWS_AND_FIRST.forEach((table, each) -> expectRows(contender, table, each * events + first));
  }

  private void expectRows(String contender, String table, long wanted) {
    expect(contender, "rows of " + table, "SELECT count(*) FROM " + table, wanted);
  }

  private void expect(String contender, String what, String sql, long wanted) {
    long found = postgres.number(DATABASE, sql);
    if (found != wanted) {
      throw new VoidRun("%s: %s %d, expected %d".formatted(contender, what, found, wanted));
    }
  }

  @Override
  public void close() {
    postgres.drop(DATABASE);
    postgres.drop(EMPTY);
  }
}
