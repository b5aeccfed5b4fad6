package dev.tributary.platform.idempotency;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The SQL of idempotency keys. */
final class IdempotencyStore {
  /** Waits for whoever holds the key; a key that is a day old is as good as new. */
  private static final String CLAIM =
      """
      INSERT INTO idempotency_key AS k (principal, key, operation, body_sha256)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (principal, key) DO UPDATE
        SET operation = EXCLUDED.operation, body_sha256 = EXCLUDED.body_sha256,
            status = NULL, response = NULL, created_at = now()
        WHERE k.created_at < now() - interval '24 hours'
      """;

  private static final String GET =
      """
      SELECT principal, key, operation, body_sha256, status, response FROM idempotency_key
      WHERE principal = $1 AND key = $2
      """;

  private static final String ANSWER =
      "UPDATE idempotency_key SET status = $3, response = $4 WHERE principal = $1 AND key = $2";

  /** An hour later than they end, so that none goes between being claimed and being read. */
  private static final String DELETE_OLD =
      """
      DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_key WHERE created_at < now() - interval '25 hours'
        LIMIT $1 FOR UPDATE SKIP LOCKED))
      """;

  private IdempotencyStore() {}

  /** A request that was answered, and how. */
  record Found(IdempotencyKey request, Reply reply) {}

  /** True when the caller is the first and has to answer. */
  static Future<Boolean> claim(SqlClient tx, IdempotencyKey key) {
    return tx.preparedQuery(CLAIM)
        .execute(Tuple.of(key.principal(), key.key(), key.operation(), key.bodySha256()))
        .map(rows -> rows.rowCount() == 1);
  }

  static Future<Found> get(SqlClient tx, IdempotencyKey key) {
    return tx.preparedQuery(GET)
        .mapping(IdempotencyStore::row)
        .execute(Tuple.of(key.principal(), key.key()))
        .map(rows -> rows.iterator().next());
  }

  static Future<Reply> answer(SqlClient tx, IdempotencyKey key, Reply reply) {
    return tx.preparedQuery(ANSWER)
        .execute(Tuple.of(key.principal(), key.key(), reply.status(), reply.body()))
        .map(reply);
  }

  static Future<Integer> deleteOld(SqlClient client, int limit) {
    return client.preparedQuery(DELETE_OLD).execute(Tuple.of(limit)).map(rows -> rows.rowCount());
  }

  private static Found row(Row row) {
    return new Found(
        new IdempotencyKey(
            row.getString("principal"),
            row.getString("key"),
            row.getString("operation"),
            row.getString("body_sha256")),
        new Reply(row.getInteger("status"), row.getBuffer("response"), true));
  }
}
