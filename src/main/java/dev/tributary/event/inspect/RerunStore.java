package dev.tributary.event.inspect;

import dev.tributary.event.EventId;
import dev.tributary.kernel.StateTable;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The SQL of what people do to events. */
final class RerunStore {
  /** A worker that is at the event holds its row until it is done. */
  private static final String TAKE =
      "SELECT " + InspectStore.COLUMNS + " FROM inbound_event WHERE id = $1 FOR UPDATE";

  private static final String RETRY =
      """
      UPDATE inbound_event SET status = 'received', attempts = 0, reason = NULL,
        waits_for = NULL, finished_at = NULL, next_attempt_at = now()
      WHERE id = $1 AND status = $2 RETURNING\s"""
          + InspectStore.COLUMNS;

  private static final String DISCARD =
      "UPDATE inbound_event SET status = 'discarded', waits_for = NULL, finished_at = now()"
          + " WHERE id = $1 AND status = $2 RETURNING "
          + InspectStore.COLUMNS;

  private RerunStore() {}

  static Future<Optional<StoredEvent>> take(SqlClient tx, EventId id) {
    return tx.preparedQuery(TAKE)
        .mapping(InspectStore::event)
        .execute(Tuple.of(id.value()))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  /** Makes it as if it had just come; the caller holds the row, which has this status. */
  static Future<StoredEvent> retry(SqlClient tx, EventId id, EventState from) {
    return tx.preparedQuery(RETRY)
        .mapping(InspectStore::event)
        .execute(Tuple.of(id.value(), StateTable.word(from)))
        .map(rows -> rows.iterator().next());
  }

  static Future<StoredEvent> discard(SqlClient tx, EventId id, EventState from) {
    return tx.preparedQuery(DISCARD)
        .mapping(InspectStore::event)
        .execute(Tuple.of(id.value(), StateTable.word(from)))
        .map(rows -> rows.iterator().next());
  }

  /** The statement that takes the oldest of these events that nobody else holds. */
  static String takeOldest(Conditions conditions) {
    var count = conditions.values().size();
    return """
        SELECT id FROM inbound_event WHERE %s AND source <> $%d
        ORDER BY id LIMIT $%d FOR UPDATE SKIP LOCKED
        """
        .formatted(conditions.sql(), count + 1, count + 2);
  }

  static Future<List<EventId>> takeOldest(SqlClient tx, Conditions conditions, int limit) {
    var row = Tuple.from(conditions.values()).addString(StoredEvent.UNREADABLE).addInteger(limit);
    return tx.preparedQuery(takeOldest(conditions))
        .mapping(found -> new EventId(found.getUUID("id")))
        .execute(row)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
  }

  /**
   * Like {@link #retry} for each. One statement for all of them would be planned, on a fresh
   * installation, as a sequential scan.
   */
  static Future<Void> retryAll(SqlClient tx, List<EventId> ids, EventState from) {
    var rows = ids.stream().map(id -> Tuple.of(id.value(), StateTable.word(from))).toList();
    return ids.isEmpty()
        ? Future.succeededFuture()
        : tx.preparedQuery(RETRY).executeBatch(rows).mapEmpty();
  }
}
