package dev.tributary.event.backlog;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The SQL of what waits, and of what can go. */
final class BacklogStore {
  // Each count reads an index of the rows in question and stops at the limit.
  static final String MEASURE =
      """
      SELECT
        (SELECT count(*) FROM (SELECT FROM inbound_event WHERE status = 'received' LIMIT $1) r)
          AS received,
        (SELECT count(*) FROM (SELECT FROM inbound_event WHERE status = 'waiting' LIMIT $1) w)
          AS waiting,
        (SELECT count(*) FROM (SELECT FROM inbound_event WHERE status = 'dead' LIMIT $1) d)
          AS dead,
        coalesce((
          SELECT greatest(0, extract(epoch FROM now() - next_attempt_at))::bigint
          FROM inbound_event WHERE status IN ('received', 'waiting')
          ORDER BY next_attempt_at, id LIMIT 1), 0) AS inbox_late,
        (SELECT count(*) FROM (SELECT FROM outbox WHERE published_at IS NULL LIMIT $1) u)
          AS unpublished,
        coalesce((
          SELECT greatest(0, extract(epoch FROM now() - next_attempt_at))::bigint
          FROM outbox WHERE published_at IS NULL
          ORDER BY next_attempt_at, id LIMIT 1), 0) AS outbox_late
      """;

  // Several instances may be at it: each takes rows that no other holds.
  static final String DELETE_PUBLISHED =
      """
      DELETE FROM outbox WHERE id = ANY (ARRAY(
        SELECT id FROM outbox WHERE published_at < now() - $1 * interval '1 day'
        ORDER BY published_at LIMIT $2 FOR UPDATE SKIP LOCKED))
      """;

  private BacklogStore() {}

  static Future<Backlog> measure(SqlClient client) {
    return client
        .preparedQuery(MEASURE)
        .mapping(BacklogStore::backlog)
        .execute(Tuple.of((long) Backlog.MAX_COUNT))
        .map(rows -> rows.iterator().next());
  }

  private static Backlog backlog(Row row) {
    return new Backlog(
        row.getLong("received"),
        row.getLong("waiting"),
        row.getLong("dead"),
        row.getLong("inbox_late"),
        row.getLong("unpublished"),
        row.getLong("outbox_late"));
  }

  /** Deletes the oldest that were published so many days ago; returns how many. */
  static Future<Integer> deletePublished(SqlClient client, long days, int limit) {
    return client
        .preparedQuery(DELETE_PUBLISHED)
        .execute(Tuple.of(days, (long) limit))
        .map(rows -> rows.rowCount());
  }
}
