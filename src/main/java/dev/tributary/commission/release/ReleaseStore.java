package dev.tributary.commission.release;

import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of credits that wait for the end of their holding period. */
final class ReleaseStore {
  // By the clock of the database. A row that somebody holds is being refunded or released right
  // now:
  // it is left to them, or to the next sweep. So this waits for nobody while it holds rows.
  static final String TAKE_DUE =
      """
      SELECT i.id, o.affiliate_id, a.user_id, o.order_id, i.invoice_id,
             i.amount_minor - i.reversed_minor AS minor, i.currency
      FROM invoice_commission i
      JOIN order_commission o ON o.id = i.order_commission_id
      JOIN affiliate a ON a.id = o.affiliate_id
      WHERE i.status = 'approved' AND i.released_at IS NULL AND i.available_at <= now()
      ORDER BY i.available_at LIMIT $1 OFFSET $2
      FOR UPDATE OF i SKIP LOCKED
      """;

  private static final String MARK_RELEASED =
      "UPDATE invoice_commission SET released_at = now() WHERE id = ANY($1)";

  private ReleaseStore() {}

  static Future<List<DueRelease>> takeDue(SqlClient tx, int limit, int offset) {
    return tx.preparedQuery(TAKE_DUE)
        .execute(Tuple.of(limit, offset))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(ReleaseStore::row).toList());
  }

  private static DueRelease row(Row row) {
    return new DueRelease(
        new InvoiceCommissionId(row.getUUID("id")),
        row.getUUID("affiliate_id"),
        row.getString("user_id"),
        row.getString("order_id"),
        row.getString("invoice_id"),
        Money.of(row.getLong("minor"), new Currency(row.getString("currency"))));
  }

  /** The caller holds the rows. */
  static Future<Void> markReleased(SqlClient tx, List<DueRelease> due) {
    var ids = due.stream().map(release -> release.id().value()).toArray(UUID[]::new);
    return tx.preparedQuery(MARK_RELEASED).execute(Tuple.of(ids)).mapEmpty();
  }
}
