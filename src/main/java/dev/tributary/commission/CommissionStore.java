package dev.tributary.commission;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.Journal.Decided;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.engine.CommissionEngine;
import dev.tributary.commission.engine.Entitlement;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.sql.Columns;
import dev.tributary.referral.ReferralId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The SQL of decisions and commissions. */
final class CommissionStore {
  private static final int FIRST_TIER = 1;

  // Locked in the order of their ids, orders before invoices, like everybody does who writes both.
  // The tier is a parameter because a literal 1 would admit the partial index on the triggers of
  // tier 1, which a plan made for a small table then reads as a whole.
  static final String TAKE_ORDER_COMMISSIONS =
      """
      SELECT c.id, c.order_id, c.referral_id, c.affiliate_id, r.affiliate_user_id, c.decision_id,
             c.base_minor, c.rate_ppm, c.amount_minor, c.trigger_no, c.currency, c.status
      FROM order_commission c JOIN referral r ON r.id = c.referral_id
      WHERE c.order_id = ANY($1) AND c.tier = $2
      ORDER BY c.id
      FOR UPDATE OF c
      """;

  static final String TAKE_INVOICE_COMMISSIONS =
      """
      SELECT id, order_commission_id, invoice_id, amount_minor, reversed_minor, currency, status,
             hold_days, released_at IS NOT NULL AS released
      FROM invoice_commission WHERE invoice_id = ANY($1)
      ORDER BY id
      FOR UPDATE
      """;

  private static final String INSERT_DECISIONS =
      """
      INSERT INTO decision (id, event, order_id, invoice_id, affiliate_id, outcome, reason_code,
                            amount_minor, currency, settings_version, engine_version, trace)
      SELECT id, event, order_id, invoice_id, affiliate_id, outcome, reason_code, amount_minor,
             currency, settings_version, $12, trace::jsonb
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[],
                  $7::text[], $8::bigint[], $9::text[], $10::int[], $11::text[])
        AS d(id, event, order_id, invoice_id, affiliate_id, outcome, reason_code, amount_minor,
             currency, settings_version, trace)
      """;

  private static final String INSERT_ORDER_COMMISSIONS =
      """
      INSERT INTO order_commission (id, order_id, referral_id, affiliate_id, decision_id,
        base_minor, rate_ppm, amount_minor, currency, trigger_no, status)
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[],
        $6::bigint[], $7::int[], $8::bigint[], $9::text[], $10::int[], $11::text[])
      """;

  static final String UPDATE_ORDER_COMMISSIONS =
      """
      UPDATE order_commission c SET status = n.status
      FROM unnest($1::uuid[], $2::text[]) AS n(id, status) WHERE c.id = n.id
      """;

  private static final String INSERT_INVOICE_COMMISSIONS =
      """
      INSERT INTO invoice_commission (id, order_commission_id, invoice_id, amount_minor,
        reversed_minor, currency, status, hold_days, available_at, released_at)
      SELECT id, order_commission_id, invoice_id, amount_minor, reversed_minor, currency, status,
             hold_days,
             CASE WHEN credited THEN now() + hold_days * interval '1 day' END,
             CASE WHEN released THEN now() END
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
                  $7::text[], $8::int[], $9::boolean[], $10::boolean[])
        AS n(id, order_commission_id, invoice_id, amount_minor, reversed_minor, currency, status,
             hold_days, released, credited)
      """;

  static final String UPDATE_INVOICE_COMMISSIONS =
      """
      UPDATE invoice_commission c SET status = n.status, reversed_minor = n.reversed_minor
      FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS n(id, status, reversed_minor)
      WHERE c.id = n.id
      """;

  private CommissionStore() {}

  static Future<Void> takeOrderCommissions(SqlClient tx, Book book, Collection<String> orders) {
    return tx.preparedQuery(TAKE_ORDER_COMMISSIONS)
        .execute(Columns.keys(orders).addInteger(FIRST_TIER))
        .onSuccess(
            rows ->
                rows.forEach(
                    row -> book.commissions().load(row.getString("order_id"), orderPart(row))))
        .mapEmpty();
  }

  private static OrderCommission orderPart(Row row) {
    var currency = new Currency(row.getString("currency"));
    var entitlement =
        new Entitlement(
            Money.of(row.getLong("base_minor"), currency),
            new Rate(row.getInteger("rate_ppm")),
            Money.of(row.getLong("amount_minor"), currency),
            row.getInteger("trigger_no"));
    return new OrderCommission(
        new OrderCommissionId(row.getUUID("id")),
        row.getString("order_id"),
        new ReferralId(row.getUUID("referral_id")),
        new AffiliateId(row.getUUID("affiliate_id")),
        row.getString("affiliate_user_id"),
        new DecisionId(row.getUUID("decision_id")),
        entitlement,
        OrderCommissionState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)));
  }

  static Future<Void> takeInvoiceCommissions(SqlClient tx, Book book, Collection<String> invoices) {
    return tx.preparedQuery(TAKE_INVOICE_COMMISSIONS)
        .execute(Columns.keys(invoices))
        .onSuccess(
            rows ->
                rows.forEach(
                    row -> book.parts().load(row.getString("invoice_id"), invoicePart(row))))
        .mapEmpty();
  }

  private static InvoiceCommission invoicePart(Row row) {
    var currency = new Currency(row.getString("currency"));
    return new InvoiceCommission(
        new InvoiceCommissionId(row.getUUID("id")),
        new OrderCommissionId(row.getUUID("order_commission_id")),
        row.getString("invoice_id"),
        Money.of(row.getLong("amount_minor"), currency),
        Money.of(row.getLong("reversed_minor"), currency),
        InvoiceCommissionState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInteger("hold_days"),
        row.getBoolean("released"));
  }

  static Future<Void> insertDecisions(SqlClient tx, List<Decided> decisions) {
    var columns =
        Columns.of(decisions)
            .id(row -> row.id().value())
            .id(row -> row.event().value())
            .text(Decided::orderId)
            .text(row -> row.invoiceId().orElse(null))
            .id(row -> row.affiliate().map(AffiliateId::value).orElse(null))
            .text(row -> StateTable.word(row.decision().outcome()))
            .text(row -> row.decision().reasonCode())
            .bigint(row -> row.decision().amount().minor())
            .text(row -> row.decision().amount().currency().code())
            .integer(row -> row.decision().settingsVersion())
            .text(row -> TraceJson.write(row.decision().trace()).encode());
    var row = columns.tuple().addString(CommissionEngine.VERSION);
    return tx.preparedQuery(INSERT_DECISIONS).execute(row).mapEmpty();
  }

  static Future<Void> insertOrderCommissions(SqlClient tx, List<OrderCommission> commissions) {
    var columns =
        Columns.of(commissions)
            .id(row -> row.id().value())
            .text(OrderCommission::orderId)
            .id(row -> row.referral().value())
            .id(row -> row.affiliate().value())
            .id(row -> row.decision().value())
            .bigint(row -> row.entitlement().base().minor())
            .integer(row -> row.entitlement().rate().ppm())
            .bigint(row -> row.entitlement().amount().minor())
            .text(row -> row.entitlement().amount().currency().code())
            .integer(row -> row.entitlement().triggerNo())
            .text(row -> StateTable.word(row.status()));
    return tx.preparedQuery(INSERT_ORDER_COMMISSIONS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> updateOrderCommissions(SqlClient tx, List<OrderCommission> commissions) {
    var columns =
        Columns.of(commissions)
            .id(row -> row.id().value())
            .text(row -> StateTable.word(row.status()));
    return tx.preparedQuery(UPDATE_ORDER_COMMISSIONS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> insertInvoiceCommissions(SqlClient tx, List<InvoiceCommission> parts) {
    var columns =
        Columns.of(parts)
            .id(row -> row.id().value())
            .id(row -> row.order().value())
            .text(InvoiceCommission::invoiceId)
            .bigint(row -> row.amount().minor())
            .bigint(row -> row.reversed().minor())
            .text(row -> row.amount().currency().code())
            .text(row -> StateTable.word(row.status()))
            .integer(InvoiceCommission::holdDays)
            .flag(InvoiceCommission::released)
            .flag(InvoiceCommission::credited);
    return tx.preparedQuery(INSERT_INVOICE_COMMISSIONS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> updateInvoiceCommissions(SqlClient tx, List<InvoiceCommission> parts) {
    var columns =
        Columns.of(parts)
            .id(row -> row.id().value())
            .text(row -> StateTable.word(row.status()))
            .bigint(row -> row.reversed().minor());
    return tx.preparedQuery(UPDATE_INVOICE_COMMISSIONS).execute(columns.tuple()).mapEmpty();
  }
}
