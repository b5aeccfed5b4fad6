package dev.tributary.affiliate;

import dev.tributary.kernel.StateTable;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Optional;

/** The SQL of affiliates. */
final class AffiliateStore {
  private static final String INSERT_PENDING =
      """
      INSERT INTO affiliate (id, user_id, status, source) VALUES ($1, $2, 'pending', $3)
      ON CONFLICT (user_id) DO NOTHING
      """;

  private static final String FIND =
      "SELECT id, user_id, status, can_invite FROM affiliate WHERE user_id = $1";

  private static final String TAKE = FIND + " FOR UPDATE";

  private static final String SET_STATUS =
      "UPDATE affiliate SET status = $3 WHERE id = $1 AND status = $2";

  private AffiliateStore() {}

  /** True when this call made the row. */
  static Future<Boolean> insertPending(SqlClient tx, String userId, String source) {
    return tx.preparedQuery(INSERT_PENDING)
        .execute(Tuple.of(NewId.next(), userId, source))
        .map(rows -> rows.rowCount() == 1);
  }

  static Future<Optional<Affiliate>> find(SqlClient client, String userId) {
    return client
        .preparedQuery(FIND)
        .mapping(AffiliateStore::row)
        .execute(Tuple.of(userId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  static Future<Affiliate> take(SqlClient tx, String userId) {
    return tx.preparedQuery(TAKE)
        .mapping(AffiliateStore::row)
        .execute(Tuple.of(userId))
        .map(rows -> rows.iterator().next());
  }

  static Future<Void> setStatus(
      SqlClient tx, AffiliateId id, AffiliateState from, AffiliateState to) {
    return tx.preparedQuery(SET_STATUS)
        .execute(Tuple.of(id.value(), StateTable.word(from), StateTable.word(to)))
        .mapEmpty();
  }

  private static Affiliate row(Row row) {
    return new Affiliate(
        new AffiliateId(row.getUUID("id")),
        row.getString("user_id"),
        AffiliateState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getBoolean("can_invite"));
  }
}
