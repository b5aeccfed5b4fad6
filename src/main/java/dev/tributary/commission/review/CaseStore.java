package dev.tributary.commission.review;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.engine.Entitlement;
import dev.tributary.commission.review.CaseFile.Paid;
import dev.tributary.commission.review.CaseFile.Price;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.sql.Columns;
import dev.tributary.referral.ReferralId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The SQL that locks the commissions of one order and writes what was decided about them. */
final class CaseStore {
  static final String ORDER_COLUMNS =
      """
      c.id AS order_commission_id, c.order_id, c.referral_id, c.affiliate_id, a.user_id,
      c.decision_id, c.base_minor, c.rate_ppm, c.amount_minor AS entitled_minor, c.trigger_no,
      c.currency, c.status AS order_status""";

  static final String PART_COLUMNS =
      """
      i.id, i.order_commission_id, i.invoice_id, i.amount_minor, i.reversed_minor, i.currency,
      i.status, i.hold_days, i.released_at IS NOT NULL AS released""";

  private static final String TAKE_ORDER =
      "SELECT "
          + ORDER_COLUMNS
          + "\nFROM order_commission c JOIN affiliate a ON a.id = c.affiliate_id\n"
          + "WHERE c.id = $1 FOR UPDATE OF c";

  private static final String FIND_ORDER =
      "SELECT order_commission_id FROM invoice_commission WHERE id = $1";

  private static final String TAKE_PARTS =
      "SELECT "
          + PART_COLUMNS
          + "\nFROM invoice_commission i WHERE i.order_commission_id = $1 ORDER BY i.id FOR UPDATE";

  private static final String FIND_PRICE =
      """
      SELECT amount_minor, currency, cancelled_at IS NOT NULL AS cancelled
      FROM order_fact WHERE order_id = $1
      """;

  private static final String LIST_PAID =
      """
      SELECT i.invoice_id, i.amount_minor, i.currency,
             (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refund_fact r
              WHERE r.invoice_id = i.invoice_id) AS refunded_minor
      FROM invoice_fact i WHERE i.order_id = $1 AND i.earns
      """;

  private static final String UPDATE_ORDER =
      "UPDATE order_commission SET status = $2, rate_ppm = $3, amount_minor = $4 WHERE id = $1";

  private static final String UPDATE_PARTS =
      """
      UPDATE invoice_commission c
      SET status = n.status, amount_minor = n.amount_minor, reversed_minor = n.reversed_minor,
          available_at = CASE WHEN n.credited THEN coalesce(c.available_at,
                                now() + c.hold_days * interval '1 day') END,
          released_at = CASE WHEN n.released THEN coalesce(c.released_at, now()) END
      FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::boolean[], $6::boolean[])
        AS n(id, status, amount_minor, reversed_minor, credited, released)
      WHERE c.id = n.id
      """;

  private CaseStore() {}

  static Future<Optional<OrderCommission>> takeOrder(SqlClient tx, OrderCommissionId id) {
    return tx.preparedQuery(TAKE_ORDER)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, CaseStore::commission).stream().findFirst());
  }

  static OrderCommission commission(Row row) {
    var currency = currency(row);
    var entitlement =
        new Entitlement(
            Money.of(row.getLong("base_minor"), currency),
            new Rate(row.getInteger("rate_ppm")),
            Money.of(row.getLong("entitled_minor"), currency),
            row.getInteger("trigger_no"));
    return new OrderCommission(
        new OrderCommissionId(row.getUUID("order_commission_id")),
        row.getString("order_id"),
        new ReferralId(row.getUUID("referral_id")),
        new AffiliateId(row.getUUID("affiliate_id")),
        row.getString("user_id"),
        new DecisionId(row.getUUID("decision_id")),
        entitlement,
        OrderCommissionState.valueOf(row.getString("order_status").toUpperCase(Locale.ROOT)));
  }

  /** The order commission that an invoice commission is a part of, which never changes. */
  static Future<Optional<OrderCommissionId>> findOrder(SqlClient tx, InvoiceCommissionId part) {
    return tx.preparedQuery(FIND_ORDER)
        .execute(Tuple.of(part.value()))
        .map(
            rows ->
                all(rows, row -> new OrderCommissionId(row.getUUID("order_commission_id"))).stream()
                    .findFirst());
  }

  static Future<List<InvoiceCommission>> takeParts(SqlClient tx, OrderCommissionId id) {
    return tx.preparedQuery(TAKE_PARTS)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, CaseStore::part));
  }

  static InvoiceCommission part(Row row) {
    var currency = currency(row);
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

  static Future<Price> getPrice(SqlClient tx, String orderId) {
    return tx.preparedQuery(FIND_PRICE)
        .execute(Tuple.of(orderId))
        .map(rows -> all(rows, CaseStore::price).getFirst());
  }

  private static Price price(Row row) {
    var amount = Money.of(row.getLong("amount_minor"), currency(row));
    return new Price(amount, row.getBoolean("cancelled"));
  }

  static Future<Map<String, Paid>> listPaid(SqlClient tx, String orderId) {
    return tx.preparedQuery(LIST_PAID)
        .execute(Tuple.of(orderId))
        .map(
            rows -> {
              var paid = new HashMap<String, Paid>();
              rows.forEach(row -> paid.put(row.getString("invoice_id"), paid(row)));
              return paid;
            });
  }

  private static Paid paid(Row row) {
    return new Paid(
        Money.of(row.getLong("amount_minor"), currency(row)),
        Money.of(row.getLong("refunded_minor"), currency(row)));
  }

  /** The caller holds the row. */
  static Future<Void> updateOrder(SqlClient tx, OrderCommission commission) {
    var entitlement = commission.entitlement();
    var row =
        Tuple.of(
            commission.id().value(),
            StateTable.word(commission.status()),
            entitlement.rate().ppm(),
            entitlement.amount().minor());
    return tx.preparedQuery(UPDATE_ORDER).execute(row).mapEmpty();
  }

  /** The caller holds the rows. */
  static Future<Void> updateParts(SqlClient tx, Collection<InvoiceCommission> parts) {
    var columns =
        Columns.of(parts)
            .id(part -> part.id().value())
            .text(part -> StateTable.word(part.status()))
            .bigint(part -> part.amount().minor())
            .bigint(part -> part.reversed().minor())
            .flag(InvoiceCommission::credited)
            .flag(InvoiceCommission::released);
    return tx.preparedQuery(UPDATE_PARTS).execute(columns.tuple()).mapEmpty();
  }

  private static Currency currency(Row row) {
    return new Currency(row.getString("currency"));
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
    return StreamSupport.stream(rows.spliterator(), false).map(mapping).toList();
  }
}
