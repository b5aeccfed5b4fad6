package dev.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.kernel.TypeId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The laws of the ledger, asked of the database itself. Each statement returns the rows that break
 * its law, so an empty answer is a law that holds.
 */
public final class LedgerCheck {
  private static final String EVERY_TRANSFER_SUMS_TO_ZERO =
      """
      SELECT t.key, p.currency, sum(p.amount_minor)
      FROM transfer t LEFT JOIN posting p ON p.transfer_id = t.id
      GROUP BY t.key, p.currency
      HAVING count(p.id) < 2 OR sum(p.amount_minor) <> 0
      """;

  private static final String EVERY_BALANCE_IS_THE_SUM_OF_ITS_POSTINGS =
      """
      SELECT owner, bucket, currency, a.balance_minor, p.posted
      FROM (SELECT * FROM account WHERE bucket <> 'expense') a
      FULL JOIN (SELECT owner, bucket, currency, sum(amount_minor) AS posted FROM posting
                 WHERE bucket <> 'expense' GROUP BY owner, bucket, currency) p
        USING (owner, bucket, currency)
      WHERE a.balance_minor IS DISTINCT FROM coalesce(p.posted, 0)
      """;

  /**
   * Both sides in one statement, so that both are seen at the same moment. What was refunded before
   * the approval was never credited, so what is left is compared with what was moved in all.
   */
  private static final String OWED_AND_CREDITED =
      """
      SELECT 'owed', i.id::text, o.affiliate_id, i.currency, i.amount_minor - i.reversed_minor
      FROM invoice_commission i JOIN order_commission o ON o.id = i.order_commission_id
      WHERE i.status IN ('approved', 'reversed')
      UNION ALL
      SELECT 'credited', 'credit:' || split_part(t.key, ':', 2), p.owner, p.currency,
             sum(p.amount_minor)
      FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.bucket <> 'expense'
      WHERE t.kind IN ('credit', 'reverse')
      GROUP BY 2, 3, 4 HAVING count(*) FILTER (WHERE t.kind = 'credit') = 1
      """;

  private static final String WHAT_IS_LEFT_OF_COMMISSIONS_WAS_MOVED =
      """
      SELECT owner, currency, kept, moved
      FROM (SELECT o.affiliate_id AS owner, i.currency,
                   sum(i.amount_minor - i.reversed_minor) AS kept
            FROM invoice_commission i JOIN order_commission o ON o.id = i.order_commission_id
            WHERE i.status IN ('approved', 'reversed') GROUP BY 1, 2) k
      FULL JOIN (SELECT owner, currency, sum(amount_minor) AS moved
                 FROM posting JOIN transfer t ON t.id = transfer_id
                 WHERE t.kind IN ('credit', 'reverse') AND bucket <> 'expense' GROUP BY 1, 2) m
        USING (owner, currency)
      WHERE coalesce(kept, 0) <> coalesce(moved, 0)
      """;

  private static final String EVERY_STATE_IS_THE_LAST_TRANSITION =
      """
      WITH stands AS (
        SELECT id, status FROM affiliate
        UNION ALL SELECT id, status FROM referral
        UNION ALL SELECT id, status FROM order_commission
        UNION ALL SELECT id, status FROM invoice_commission
        UNION ALL SELECT id, status FROM reward
        UNION ALL SELECT id, status FROM payout
      ), last AS (
        SELECT DISTINCT ON (subject_id) subject_id AS id, to_status
        FROM transition ORDER BY subject_id, transition.id DESC
      )
      SELECT id, status, to_status FROM stands LEFT JOIN last USING (id)
      WHERE status IS DISTINCT FROM to_status
      """;

  private static final String EVERY_TRANSITION_HAS_ONE_AUDIT_ENTRY =
      """
      SELECT subject_id, action, t.steps, a.entries
      FROM (SELECT subject_id, action, count(*) AS steps FROM transition GROUP BY 1, 2) t
      LEFT JOIN (SELECT subject_id, action, count(*) AS entries FROM audit_entry GROUP BY 1, 2) a
        USING (subject_id, action)
      WHERE t.steps IS DISTINCT FROM a.entries
      """;

  private static final String EVERY_TRIGGER_IS_COUNTED_ONCE =
      """
      SELECT r.id, r.triggers_used, array_agg(o.trigger_no ORDER BY o.trigger_no)
      FROM referral r LEFT JOIN order_commission o ON o.referral_id = r.id
      GROUP BY r.id, r.triggers_used
      HAVING r.triggers_used <> count(o.id) OR max(o.trigger_no) <> count(o.id)
      """;

  private static final String EVERY_QUALIFIED_REFERRAL_IS_COUNTED_ONCE =
      """
      SELECT a.id, a.qualified_referrals, count(r.id)
      FROM affiliate a LEFT JOIN referral r ON r.affiliate_id = a.id AND r.status = 'qualified'
      GROUP BY a.id, a.qualified_referrals
      HAVING a.qualified_referrals <> count(r.id)
      """;

  private static final String PAYOUTS_AND_TRANSFERS =
      """
      SELECT 'due', p.id::text, due.key, p.currency, p.amount_minor
      FROM payout p JOIN (VALUES
        ('reserve:%s', ARRAY['requested', 'approved', 'processing', 'paid', 'rejected',
                             'cancelled', 'failed']),
        ('settle:%s', ARRAY['paid']),
        ('return:%s:1', ARRAY['rejected', 'cancelled'])) AS due(key, statuses)
        ON p.status = ANY (due.statuses)
      UNION ALL
      SELECT 'moved', t.key, '', p.currency, p.amount_minor
      FROM transfer t JOIN posting p ON p.transfer_id = t.id AND p.amount_minor > 0
      WHERE t.kind IN ('reserve', 'settle', 'return')
      """;

  private static final Map<String, String> LAWS =
      Map.of(
          "every transfer sums to zero", EVERY_TRANSFER_SUMS_TO_ZERO,
          "every balance is the sum of its postings", EVERY_BALANCE_IS_THE_SUM_OF_ITS_POSTINGS,
          "what is left of commissions was moved", WHAT_IS_LEFT_OF_COMMISSIONS_WAS_MOVED,
          "every state is the last transition", EVERY_STATE_IS_THE_LAST_TRANSITION,
          "every transition has one audit entry", EVERY_TRANSITION_HAS_ONE_AUDIT_ENTRY,
          "every trigger is counted once", EVERY_TRIGGER_IS_COUNTED_ONCE,
          "every qualified referral is counted once", EVERY_QUALIFIED_REFERRAL_IS_COUNTED_ONCE);

  private LedgerCheck() {}

  /** Fails with the rows that break a law, if any. */
  public static void holds(App app) {
    holds(app::rows);
    theServiceItselfAgrees(app);
  }

  /**
   * The same for a database without a service.
   *
   * @param database answers a query with its rows, each with its columns as text
   */
  public static void holds(Function<String, List<List<String>>> database) {
    LAWS.forEach((law, breaches) -> assertThat(database.apply(breaches)).as(law).isEmpty());
    everyApprovedInvoiceCommissionHasOneCredit(database.apply(OWED_AND_CREDITED));
    everyPayoutHasOneReserveAndItsEnd(database.apply(PAYOUTS_AND_TRANSFERS));
  }

  /** Another hand wrote the same laws for operators; who else runs them now has the turn. */
  private static void theServiceItselfAgrees(App app) {
    var proof =
        App.eventually(
            () -> app.post("/v1/proofs/run", app.staff(), "{}").bodyAsJsonObject(),
            answer -> answer.containsKey("ok"));
    assertThat(proof.getBoolean("ok")).as(proof.encodePrettily()).isTrue();
  }

  private static void everyPayoutHasOneReserveAndItsEnd(List<List<String>> rows) {
    var due =
        side(rows, "due")
            .map(
                r ->
                    r.get(1).formatted(TypeId.format("po", UUID.fromString(r.getFirst())))
                        + rest(r))
            .toList();
    var moved = side(rows, "moved").map(row -> row.getFirst() + rest(row)).toList();
    assertThat(moved)
        .as("every payout has one reserve, and one settle or return when it has ended")
        .containsExactlyInAnyOrderElementsOf(due);
  }

  private static List<String> rest(List<String> row) {
    return row.subList(2, 4);
  }

  private static void everyApprovedInvoiceCommissionHasOneCredit(List<List<String>> rows) {
    var owed = side(rows, "owed").map(row -> credit(row.getFirst()) + row.subList(1, 4)).toList();
    var credited = side(rows, "credited").map(row -> row.getFirst() + row.subList(1, 4)).toList();
    assertThat(credited)
        .as("every approved invoice commission has one credit")
        .containsExactlyInAnyOrderElementsOf(owed);
  }

  private static Stream<List<String>> side(List<List<String>> rows, String name) {
    return rows.stream().filter(row -> row.getFirst().equals(name)).map(row -> row.subList(1, 5));
  }

  private static String credit(String invoiceCommission) {
    return "credit:" + TypeId.format("ic", UUID.fromString(invoiceCommission));
  }
}
