package dev.tributary.payout.batch;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.payout.BatchId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The SQL of payout batches. */
final class BatchStore {
  private static final String COLUMNS =
      "id, method, payouts, total_minor, currency, created_by, created_at";

  private static final String INSERT =
      """
      INSERT INTO payout_batch (id, method, payouts, total_minor, currency, created_by)
      VALUES ($1, $2, $3, $4, $5, $6) RETURNING
      """
          + COLUMNS;

  private static final String FIND = "SELECT " + COLUMNS + " FROM payout_batch WHERE id = $1";

  private BatchStore() {}

  /** A batch before it has a time. */
  record Draft(BatchId id, String method, int payouts, Money total, String createdBy) {}

  static Future<Batch> insert(SqlClient tx, Draft draft) {
    var row =
        Tuple.of(
            draft.id().value(),
            draft.method(),
            draft.payouts(),
            draft.total().minor(),
            draft.total().currency().code(),
            draft.createdBy());
    return tx.preparedQuery(INSERT)
        .mapping(BatchStore::row)
        .execute(row)
        .map(rows -> rows.iterator().next());
  }

  static Future<Optional<Batch>> find(SqlClient client, BatchId id) {
    return client
        .preparedQuery(FIND)
        .mapping(BatchStore::row)
        .execute(Tuple.of(id.value()))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Batch row(Row row) {
    return new Batch(
        new BatchId(row.getUUID("id")),
        row.getString("method"),
        row.getInteger("payouts"),
        Money.of(row.getLong("total_minor"), new Currency(row.getString("currency"))),
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
