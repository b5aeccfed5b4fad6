package dev.tributary.event;

import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The SQL of the inbox. */
final class InboxStore {
  // ON CONFLICT decides what is new; the statement reads nothing, so no plan of it can go bad.
  static final String INSERT =
      """
      INSERT INTO inbound_event (id, source, event_id, type, payload, status)
      SELECT id, source, event_id, type, payload::jsonb, 'received'
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
        AS e(id, source, event_id, type, payload)
      ORDER BY source, event_id
      ON CONFLICT (source, event_id) DO NOTHING
      """;

  // LIMIT keeps this one look-up a row: a join would be planned, on a fresh installation, as a
  // sequential scan, and a connection keeps that plan while the table grows.
  static final String FIND =
      """
      SELECT e.id, e.event_id, e.is_new,
             e.type = n.type AND e.payload = n.payload::jsonb AS same_payload
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY
        AS n(source, event_id, type, payload, position)
      CROSS JOIN LATERAL (
        SELECT id, event_id, type, payload, xmin = pg_current_xact_id()::xid AS is_new
        FROM inbound_event WHERE source = n.source AND event_id = n.event_id LIMIT 1
      ) AS e
      ORDER BY n.position
      """;

  private static final String INSERT_DEAD =
      """
      INSERT INTO inbound_event
        (id, source, event_id, type, payload, status, reason, finished_at)
      VALUES ($1, $2, $3, $4, $5::text::jsonb, 'dead', $6, now())
      ON CONFLICT (source, event_id) DO NOTHING
      """;

  static final String WAKE =
      """
      UPDATE inbound_event SET status = 'received', waits_for = NULL, next_attempt_at = now()
      WHERE waits_for = ANY($1)
      """;

  // The subquery is sorted before the first lock is taken, so two callers take theirs in one order.
  private static final String LOCK =
      """
      SELECT count(pg_advisory_xact_lock(key))
      FROM (SELECT DISTINCT hashtextextended(subject, 0) AS key
            FROM unnest($1::text[]) AS s(subject) ORDER BY key) AS sorted
      """;

  static final String TAKE_DUE =
      """
      SELECT id, type, payload, status, attempts FROM inbound_event
      WHERE status IN ('received', 'waiting') AND next_attempt_at <= now()
      ORDER BY next_attempt_at, id LIMIT $1
      FOR UPDATE SKIP LOCKED
      """;

  static final String FINISH =
      """
      UPDATE inbound_event e SET reason = h.reason, waits_for = h.waits_for,
        status = CASE WHEN h.waits_for IS NULL THEN 'done' ELSE 'waiting' END,
        finished_at = CASE WHEN h.waits_for IS NULL THEN now() END,
        next_attempt_at = CASE WHEN h.waits_for IS NULL THEN e.next_attempt_at
                               ELSE e.received_at + $4 * interval '1 second' END
      FROM unnest($1::uuid[], $2::text[], $3::text[]) AS h(id, reason, waits_for)
      WHERE e.id = h.id
      """;

  // By then the row is free again, and another worker may have failed at it and counted already.
  private static final String COUNT_ATTEMPT =
      """
      WITH counted AS (
        UPDATE inbound_event SET attempts = attempts + 1, reason = $2,
          status = CASE WHEN attempts + 1 >= $3 THEN 'dead' ELSE status END,
          waits_for = CASE WHEN attempts + 1 < $3 THEN waits_for END,
          finished_at = CASE WHEN attempts + 1 >= $3 THEN now() END,
          next_attempt_at = now() + interval '1 second' * power(4, attempts)
        WHERE id = $1 AND attempts = $4 AND status IN ('received', 'waiting')
        RETURNING id, attempts, reason
      )
      INSERT INTO inbound_event_attempt (event, attempt, error)
      SELECT id, attempts, reason FROM counted
      """;

  /** A row as it stands after the insert. */
  record Stored(EventId id, String eventId, boolean isNew, boolean samePayload) {}

  /** A row that is due, locked. */
  record Due(EventId id, String type, JsonObject payload, boolean waitedOut, int attempts) {}

  private InboxStore() {}

  static Future<Void> insert(SqlClient tx, List<Envelope> envelopes) {
    var row =
        Tuple.of(
            envelopes.stream().map(envelope -> NewId.next()).toArray(UUID[]::new),
            texts(envelopes, Envelope::source),
            texts(envelopes, Envelope::eventId),
            texts(envelopes, Envelope::type),
            texts(envelopes, Envelope::data));
    return tx.preparedQuery(INSERT).execute(row).mapEmpty();
  }

  static Future<List<Stored>> find(SqlClient tx, List<Envelope> envelopes) {
    var row =
        Tuple.of(
            texts(envelopes, Envelope::source),
            texts(envelopes, Envelope::eventId),
            texts(envelopes, Envelope::type),
            texts(envelopes, Envelope::data));
    return tx.preparedQuery(FIND)
        .execute(row)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(InboxStore::row).toList());
  }

  private static Stored row(Row row) {
    return new Stored(
        new EventId(row.getUUID("id")),
        row.getString("event_id"),
        row.getBoolean("is_new"),
        row.getBoolean("same_payload"));
  }

  static Future<Void> insertDead(SqlClient client, Envelope envelope, String reason) {
    var row =
        Tuple.of(
            NewId.next(),
            envelope.source(),
            envelope.eventId(),
            envelope.type(),
            envelope.data(),
            reason);
    return client.preparedQuery(INSERT_DEAD).execute(row).mapEmpty();
  }

  static Future<Void> wake(SqlClient tx, Collection<String> subjects) {
    return onSubjects(tx, WAKE, subjects);
  }

  static Future<Void> lock(SqlClient tx, Collection<String> subjects) {
    return onSubjects(tx, LOCK, subjects);
  }

  private static Future<Void> onSubjects(SqlClient tx, String sql, Collection<String> subjects) {
    var row = Tuple.tuple().addArrayOfString(subjects.toArray(String[]::new));
    return tx.preparedQuery(sql).execute(row).mapEmpty();
  }

  static Future<List<Due>> takeDue(SqlClient tx, int limit) {
    return tx.preparedQuery(TAKE_DUE)
        .execute(Tuple.of(limit))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(InboxStore::due).toList());
  }

  private static Due due(Row row) {
    return new Due(
        new EventId(row.getUUID("id")),
        row.getString("type"),
        row.getJsonObject("payload"),
        row.getString("status").equals("waiting"),
        row.getInteger("attempts"));
  }

  static Future<Void> finish(SqlClient tx, Map<EventId, Handled> handled, Duration waiting) {
    var row =
        Tuple.of(
            handled.keySet().stream().map(EventId::value).toArray(UUID[]::new),
            handled.values().stream().map(Handled::reason).toArray(String[]::new),
            handled.values().stream().map(h -> h.waitsFor().orElse(null)).toArray(String[]::new),
            waiting.toSeconds());
    return tx.preparedQuery(FINISH).execute(row).mapEmpty();
  }

  static Future<Void> countAttempt(SqlClient client, Due due, String reason, int max) {
    return client
        .preparedQuery(COUNT_ATTEMPT)
        .execute(Tuple.of(due.id().value(), reason, max, due.attempts()))
        .mapEmpty();
  }

  private static String[] texts(List<Envelope> envelopes, Function<Envelope, String> field) {
    return envelopes.stream().map(field).toArray(String[]::new);
  }
}
