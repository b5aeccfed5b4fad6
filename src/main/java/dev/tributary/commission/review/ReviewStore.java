package dev.tributary.commission.review;

import dev.tributary.affiliate.AffiliateState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL that looks at commissions and changes nothing. */
final class ReviewStore {
  // A thing has few transitions, so all are read: asking for the last one by its number alone, the
  // planner of a small table would go through everybody's.
  private static final String REASON =
      """
      (SELECT (array_agg(t.reason ORDER BY t.id DESC))[1]
       FROM transition t WHERE t.subject_id = %s.id) AS reason
      """;

  private static final String OF_ORDERS =
      "SELECT "
          + CaseStore.ORDER_COLUMNS
          + ", a.status AS affiliate_status, c.created_at,\n"
          + REASON.formatted("c")
          + "FROM order_commission c JOIN affiliate a ON a.id = c.affiliate_id\n";

  private static final String OF_INVOICES =
      "SELECT "
          + CaseStore.ORDER_COLUMNS
          + ", "
          + CaseStore.PART_COLUMNS
          + ", a.status AS affiliate_status, i.available_at, i.released_at, i.created_at,\n"
          + REASON.formatted("i")
          + "FROM invoice_commission i JOIN order_commission c ON c.id = i.order_commission_id\n"
          + "JOIN affiliate a ON a.id = c.affiliate_id\n";

  private ReviewStore() {}

  static Future<List<ReviewedOrder>> listOrders(
      SqlClient client, Conditions conditions, int limit) {
    return list(client, list(OF_ORDERS, "c", conditions), conditions, limit, ReviewStore::order);
  }

  static Future<List<ReviewedInvoice>> listInvoices(
      SqlClient client, Conditions conditions, int limit) {
    return list(
        client, list(OF_INVOICES, "i", conditions), conditions, limit, ReviewStore::invoice);
  }

  /** The statement for these conditions, with the number of rows as its last parameter. */
  private static String list(String select, String row, Conditions conditions) {
    var limit = conditions.values().size() + 1;
    return "%sWHERE %s ORDER BY %s.id DESC LIMIT $%d"
        .formatted(select, conditions.sql(), row, limit);
  }

  private static <T> Future<List<T>> list(
      SqlClient client, String sql, Conditions conditions, int limit, Function<Row, T> mapping) {
    var row = Tuple.from(conditions.values()).addInteger(limit);
    return client
        .preparedQuery(sql)
        .execute(row)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(mapping).toList());
  }

  private static ReviewedOrder order(Row row) {
    return new ReviewedOrder(
        CaseStore.commission(row),
        affiliateStatus(row),
        Optional.ofNullable(row.getString("reason")),
        row.getOffsetDateTime("created_at").toInstant());
  }

  private static ReviewedInvoice invoice(Row row) {
    return new ReviewedInvoice(
        CaseStore.part(row),
        CaseStore.commission(row),
        affiliateStatus(row),
        instant(row.getOffsetDateTime("available_at")),
        instant(row.getOffsetDateTime("released_at")),
        Optional.ofNullable(row.getString("reason")),
        row.getOffsetDateTime("created_at").toInstant());
  }

  private static AffiliateState affiliateStatus(Row row) {
    return AffiliateState.valueOf(row.getString("affiliate_status").toUpperCase(Locale.ROOT));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
