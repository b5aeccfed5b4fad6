package dev.tributary.proof;

import java.util.List;

/** The laws that tie commissions, referrals and payouts to their money and to their numbers. */
final class CommissionChecks {
  /** What the transfers of one invoice commission did for its affiliate. */
  private static final String MOVED =
      """
      SELECT split_part(t.key, ':', 2) AS subject, p.owner, p.currency,
             count(*) FILTER (WHERE t.kind = 'credit' AND p.bucket = 'pending') AS credits,
             count(*) FILTER (WHERE t.kind = 'release' AND p.bucket = 'available') AS releases,
             sum(p.amount_minor) AS total,
             coalesce(sum(p.amount_minor) FILTER (WHERE p.bucket = 'pending'), 0) AS pending
      FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.bucket <> 'expense'
      WHERE t.kind IN ('credit', 'release', 'reverse')
      GROUP BY 1, 2, 3
      """;

  private static final String OWED =
      """
      SELECT type_id('ic', i.id) AS subject, o.affiliate_id AS owner, i.currency,
             i.amount_minor > i.reversed_minor AS something, i.released_at IS NOT NULL AS released,
             i.status IN ('approved', 'reversed') AS approved,
             CASE WHEN i.status IN ('approved', 'reversed')
                  THEN i.amount_minor - i.reversed_minor ELSE 0 END AS due
      FROM invoice_commission i JOIN order_commission o ON o.id = i.order_commission_id
      """;

  // One of which nothing was left before it was approved, or released, needs no transfer for that.
  private static final String CREDITS =
      "SELECT subject, due, m.credits, m.total,\n"
          + "       approved IS NULL OR coalesce(m.total, 0) <> due\n"
          + "         OR coalesce(m.credits, 0) <> CASE WHEN approved AND (something\n"
          + "              OR m.credits IS NOT NULL) THEN 1 ELSE 0 END AS broken\n"
          + "FROM ("
          + OWED
          + ") i FULL JOIN ("
          + MOVED
          + ") m USING (subject, owner, currency)";

  private static final String RELEASES =
      "SELECT subject, released, coalesce(m.releases, 0) AS releases, m.pending,\n"
          + "       coalesce(m.pending, 0) <> CASE WHEN released THEN 0 ELSE due END\n"
          + "         OR coalesce(m.releases, 0) <> CASE WHEN released AND (something\n"
          + "              OR m.releases > 0) THEN 1 ELSE 0 END AS broken\n"
          + "FROM ("
          + OWED
          + ") i LEFT JOIN ("
          + MOVED
          + ") m USING (subject, owner, currency)";

  private static final String TRIGGERS =
      """
      SELECT r.id, r.triggers_used, count(o.id) AS orders, max(o.trigger_no) AS last,
             r.triggers_used <> count(o.id) OR count(DISTINCT o.trigger_no) <> count(o.id)
               OR coalesce(max(o.trigger_no), 0) <> count(o.id) AS broken
      FROM referral r LEFT JOIN order_commission o ON o.referral_id = r.id AND o.tier = 1
      GROUP BY r.id
      """;

  private static final String QUALIFIED =
      """
      SELECT a.id, a.qualified_referrals, count(r.id) AS counted,
             a.qualified_referrals <> count(r.id) AS broken
      FROM affiliate a LEFT JOIN referral r ON r.affiliate_id = a.id AND r.status = 'qualified'
      GROUP BY a.id
      """;

  private static final String PAYOUTS =
      """
      SELECT type_id('po', p.id) AS subject, p.status, m.reserves, m.settles, m.reserved,
             coalesce(m.reserves, 0) <> 1 OR m.reserved <> p.amount_minor
               OR m.settles <> CASE WHEN p.status = 'paid' THEN 1 ELSE 0 END AS broken
      FROM payout p
      LEFT JOIN (
        SELECT split_part(t.key, ':', 2) AS subject, g.owner, g.currency,
               count(*) FILTER (WHERE t.kind = 'reserve') AS reserves,
               count(*) FILTER (WHERE t.kind = 'settle') AS settles,
               sum(g.amount_minor) FILTER (WHERE t.kind = 'reserve') AS reserved
        FROM transfer t JOIN posting g ON g.transfer_id = t.id AND g.bucket = 'reserved'
        WHERE t.kind IN ('reserve', 'settle')
        GROUP BY 1, 2, 3
      ) m ON (m.subject, m.owner, m.currency) = (type_id('po', p.id), p.affiliate_id, p.currency)
      """;

  static final List<Check> ALL =
      List.of(
          new Check(
              "approved_commissions_are_credited_once",
              "subject",
              "format('due %s; %s credits, %s in all',"
                  + " coalesce(due::text, 'to nobody'), coalesce(credits, 0), coalesce(total, 0))",
              CREDITS),
          new Check(
              "released_commissions_are_released_once",
              "subject",
              "format('%s; %s releases, %s pending',"
                  + " CASE WHEN released THEN 'released' ELSE 'not released' END,"
                  + " releases, coalesce(pending, 0))",
              RELEASES),
          new Check(
              "triggers_are_numbered_without_gaps",
              "type_id('ref', id)",
              "format('%s used, %s orders, the last is %s', triggers_used, orders, last)",
              TRIGGERS),
          new Check(
              "qualified_referrals_are_counted",
              "type_id('aff', id)",
              "format('affiliate says %s, referrals say %s', qualified_referrals, counted)",
              QUALIFIED));

  static final Check OF_PAYOUTS =
      new Check(
          "payouts_are_reserved_once",
          "subject",
          "format('%s; %s reserves of %s, %s settled',"
              + " status, coalesce(reserves, 0), coalesce(reserved, 0), coalesce(settles, 0))",
          PAYOUTS);

  private CommissionChecks() {}
}
