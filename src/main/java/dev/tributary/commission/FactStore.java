package dev.tributary.commission;

import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.Journal.Told;
import dev.tributary.commission.book.Payment;
import dev.tributary.commission.book.PlacedOrder;
import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The SQL of what the host has told about orders, payments and refunds. */
final class FactStore {
  static final String FIND_ORDERS = "SELECT order_id FROM invoice_fact WHERE invoice_id = ANY($1)";

  static final String LOAD_ORDERS =
      """
      SELECT order_id, event, user_id, order_kind, amount_minor, tax_minor, shipping_minor,
             discount_minor, currency, cancelled_at
      FROM order_fact WHERE order_id = ANY($1)
      """;

  static final String LOAD_PAYMENTS =
      """
      SELECT i.invoice_id, i.order_id, i.event, i.payment_method, i.amount_minor, i.currency,
             i.paid_at, i.earns,
             (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refund_fact r
              WHERE r.invoice_id = i.invoice_id) AS refunded
      FROM invoice_fact i WHERE i.order_id = ANY($1)
      """;

  static final String LOAD_REFUNDS = "SELECT refund_id FROM refund_fact WHERE refund_id = ANY($1)";

  private static final String INSERT_ORDERS =
      """
      INSERT INTO order_fact (order_id, event, user_id, order_kind, amount_minor, tax_minor,
                              shipping_minor, discount_minor, currency, cancelled_at)
      SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::bigint[],
        $6::bigint[], $7::bigint[], $8::bigint[], $9::text[], $10::timestamptz[])
      """;

  static final String CANCEL_ORDERS =
      """
      UPDATE order_fact o SET cancelled_at = c.at
      FROM unnest($1::text[], $2::timestamptz[]) AS c(order_id, at)
      WHERE o.order_id = c.order_id
      """;

  private static final String INSERT_PAYMENTS =
      """
      INSERT INTO invoice_fact (invoice_id, order_id, event, payment_method, amount_minor,
                                currency, paid_at, earns)
      SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::bigint[],
        $6::text[], $7::timestamptz[], $8::boolean[])
      """;

  static final String DECIDE_PAYMENTS =
      """
      UPDATE invoice_fact i SET earns = d.earns
      FROM unnest($1::text[], $2::boolean[]) AS d(invoice_id, earns)
      WHERE i.invoice_id = d.invoice_id
      """;

  private static final String INSERT_REFUNDS =
      """
      INSERT INTO refund_fact (refund_id, invoice_id, event, kind, amount_minor, currency,
                               refunded_at)
      SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::bigint[],
        $6::text[], $7::timestamptz[])
      """;

  private FactStore() {}

  /** The orders to which these invoices belong, as far as they are known. */
  static Future<Set<String>> findOrders(SqlClient tx, Collection<String> invoices) {
    return keys(tx, FIND_ORDERS, invoices);
  }

  static Future<Set<String>> findRefunds(SqlClient tx, Collection<String> refunds) {
    return keys(tx, LOAD_REFUNDS, refunds);
  }

  private static Future<Set<String>> keys(SqlClient tx, String sql, Collection<String> wanted) {
    return tx.preparedQuery(sql)
        .execute(Columns.keys(wanted))
        .map(
            rows -> {
              var found = new HashSet<String>();
              rows.forEach(row -> found.add(row.getString(0)));
              return found;
            });
  }

  static Future<Void> loadOrders(SqlClient tx, Book book, Collection<String> orders) {
    return tx.preparedQuery(LOAD_ORDERS)
        .execute(Columns.keys(orders))
        .onSuccess(
            rows -> rows.forEach(row -> book.orders().load(row.getString("order_id"), order(row))))
        .mapEmpty();
  }

  private static PlacedOrder order(Row row) {
    var currency = new Currency(row.getString("currency"));
    var order =
        new Order(
            row.getString("order_id"),
            row.getString("user_id"),
            row.getString("order_kind"),
            Money.of(row.getLong("amount_minor"), currency),
            Money.of(row.getLong("tax_minor"), currency),
            Money.of(row.getLong("shipping_minor"), currency),
            Money.of(row.getLong("discount_minor"), currency));
    var cancelledAt = row.getOffsetDateTime("cancelled_at");
    return new PlacedOrder(
        new EventId(row.getUUID("event")),
        order,
        Optional.ofNullable(cancelledAt).map(OffsetDateTime::toInstant));
  }

  static Future<Void> loadPayments(SqlClient tx, Book book, Collection<String> orders) {
    return tx.preparedQuery(LOAD_PAYMENTS)
        .execute(Columns.keys(orders))
        .onSuccess(
            rows ->
                rows.forEach(
                    row -> book.payments().load(row.getString("invoice_id"), payment(row))))
        .mapEmpty();
  }

  private static Payment payment(Row row) {
    var currency = new Currency(row.getString("currency"));
    var invoice =
        new Invoice(
            row.getString("invoice_id"),
            row.getString("order_id"),
            row.getString("payment_method"),
            Money.of(row.getLong("amount_minor"), currency),
            row.getOffsetDateTime("paid_at").toInstant());
    return new Payment(
        new EventId(row.getUUID("event")),
        invoice,
        Optional.ofNullable(row.getBoolean("earns")),
        Money.of(row.getLong("refunded"), currency));
  }

  static Future<Void> insertOrders(SqlClient tx, List<PlacedOrder> placed) {
    var columns =
        Columns.of(placed)
            .text(row -> row.order().orderId())
            .id(row -> row.event().value())
            .text(row -> row.order().userId())
            .text(row -> row.order().kind())
            .bigint(row -> row.order().amount().minor())
            .bigint(row -> row.order().tax().minor())
            .bigint(row -> row.order().shipping().minor())
            .bigint(row -> row.order().discount().minor())
            .text(row -> row.order().amount().currency().code())
            .time(row -> row.cancelledAt().orElse(null));
    return tx.preparedQuery(INSERT_ORDERS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> cancelOrders(SqlClient tx, List<PlacedOrder> cancelled) {
    var columns =
        Columns.of(cancelled)
            .text(row -> row.order().orderId())
            .time(row -> row.cancelledAt().orElse(null));
    return tx.preparedQuery(CANCEL_ORDERS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> insertPayments(SqlClient tx, List<Payment> payments) {
    var columns =
        Columns.of(payments)
            .text(row -> row.invoice().invoiceId())
            .text(row -> row.invoice().orderId())
            .id(row -> row.event().value())
            .text(row -> row.invoice().paymentMethod())
            .bigint(row -> row.invoice().amount().minor())
            .text(row -> row.invoice().amount().currency().code())
            .time(row -> row.invoice().paidAt())
            .flag(row -> row.earns().orElse(null));
    return tx.preparedQuery(INSERT_PAYMENTS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> decidePayments(SqlClient tx, List<Payment> payments) {
    var columns =
        Columns.of(payments)
            .text(row -> row.invoice().invoiceId())
            .flag(row -> row.earns().orElse(null));
    return tx.preparedQuery(DECIDE_PAYMENTS).execute(columns.tuple()).mapEmpty();
  }

  static Future<Void> insertRefunds(SqlClient tx, List<Told> refunds) {
    var columns =
        Columns.of(refunds)
            .text(row -> row.refund().refundId())
            .text(row -> row.refund().invoiceId())
            .id(row -> row.event().value())
            .text(row -> StateTable.word(row.refund().kind()))
            .bigint(row -> row.refund().amount().minor())
            .text(row -> row.refund().amount().currency().code())
            .time(row -> row.refund().refundedAt());
    return tx.preparedQuery(INSERT_REFUNDS).execute(columns.tuple()).mapEmpty();
  }
}
