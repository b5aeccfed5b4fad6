package dev.tributary.proof;

import java.util.List;

/** The laws of the ledger by itself, and of what its sums are worth. */
final class LedgerChecks {
  private static final String TRANSFERS =
      """
      SELECT t.key, p.transfer_id, coalesce(p.postings, 0) AS postings, p.uneven,
             t.id IS NULL OR coalesce(p.postings, 0) < 2 OR p.uneven IS NOT NULL AS broken
      FROM transfer t
      FULL JOIN (
        SELECT transfer_id, sum(postings) AS postings,
               string_agg(total || ' ' || currency, ', ') FILTER (WHERE total <> 0) AS uneven
        FROM (SELECT transfer_id, currency, count(*) AS postings, sum(amount_minor) AS total
              FROM posting GROUP BY transfer_id, currency) of_currency
        GROUP BY transfer_id
      ) p ON p.transfer_id = t.id
      """;

  private static final String LEDGER =
      """
      SELECT currency, sum(amount_minor) AS total, sum(amount_minor) <> 0 AS broken
      FROM posting GROUP BY currency
      """;

  private static final String BALANCES =
      """
      SELECT owner, bucket, currency, a.known, a.balance_minor, p.posted,
             a.known IS NULL
               OR (bucket = 'expense') IS DISTINCT FROM (a.balance_minor IS NULL)
               OR (bucket <> 'expense' AND a.balance_minor IS DISTINCT FROM coalesce(p.posted, 0))
               AS broken
      FROM (SELECT owner, bucket, currency, balance_minor, true AS known FROM account) a
      FULL JOIN (SELECT owner, bucket, currency, sum(amount_minor) AS posted FROM posting
                 GROUP BY owner, bucket, currency) p
        USING (owner, bucket, currency)
      """;

  // Commissions by their own tables, everything else by the transfers that brought it in: kinds
  // that
  // only move money between the buckets of its owner add up to nothing here.
  private static final String REVENUE =
      """
      SELECT owner, currency, k.kept, e.earned,
             coalesce(k.kept, 0) <> coalesce(e.earned, 0) AS broken
      FROM (SELECT owner, currency, sum(balance_minor) AS kept FROM account
            WHERE bucket <> 'expense' GROUP BY owner, currency) k
      FULL JOIN (
        SELECT owner, currency, sum(minor) AS earned FROM (
          SELECT o.affiliate_id AS owner, i.currency, i.amount_minor - i.reversed_minor AS minor
          FROM invoice_commission i JOIN order_commission o ON o.id = i.order_commission_id
          WHERE i.status IN ('approved', 'reversed')
          UNION ALL
          SELECT p.owner, p.currency, p.amount_minor
          FROM posting p JOIN transfer t ON t.id = p.transfer_id
          WHERE p.bucket <> 'expense'
            AND t.kind NOT IN ('credit', 'reverse', 'release', 'reserve', 'settle', 'return')
        ) part GROUP BY owner, currency
      ) e USING (owner, currency)
      """;

  private static final String OWNER = "type_id('aff', owner)";

  static final List<Check> ALL =
      List.of(
          new Check(
              "transfers_sum_to_zero",
              "coalesce(key, transfer_id::text)",
              "format('%s postings, off by %s', postings, coalesce(uneven, 'nothing'))",
              TRANSFERS),
          new Check("ledger_sums_to_zero", "currency", "format('off by %s', total)", LEDGER),
          new Check(
              "balances_are_sums_of_postings",
              OWNER + " || format(' %s %s', bucket, lower(currency))",
              "format('account says %s, postings say %s',"
                  + " CASE WHEN known THEN coalesce(balance_minor::text, '-') ELSE 'nothing' END,"
                  + " coalesce(posted, 0))",
              BALANCES),
          new Check(
              "revenue_is_what_was_earned",
              OWNER + " || ' ' || lower(currency)",
              "format('accounts hold %s, earned were %s', coalesce(kept, 0), coalesce(earned, 0))",
              REVENUE));

  private LedgerChecks() {}
}
