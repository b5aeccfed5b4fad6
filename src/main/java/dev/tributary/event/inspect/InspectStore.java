package dev.tributary.event.inspect;

import dev.tributary.event.EventId;
import dev.tributary.event.inspect.EventFile.FailedAttempt;
import dev.tributary.event.inspect.EventFile.Outcome;
import dev.tributary.event.inspect.EventFile.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL that looks at events and changes nothing. */
final class InspectStore {
  static final String COLUMNS =
      """
      id, source, event_id, type, status, reason, attempts, order_id, user_id, received_at,
      CASE WHEN status IN ('received', 'waiting') THEN next_attempt_at END AS next_attempt_at,
      finished_at""";

  private static final String FIND =
      "SELECT " + COLUMNS + ", payload::text AS payload FROM inbound_event WHERE id = $1";

  static final String FIND_FLOOR =
      """
      SELECT id FROM inbound_event WHERE id < $1 AND id >= $2
      ORDER BY id DESC OFFSET $3 LIMIT 1
      """;

  static final String LIST_FAILURES =
      """
      SELECT attempt, error, at FROM inbound_event_attempt
      WHERE event = $1 ORDER BY id LIMIT 100
      """;

  static final String LIST_DECISIONS =
      """
      SELECT id, order_id, outcome, reason_code, decided_at FROM decision
      WHERE event = $1 ORDER BY id LIMIT 100
      """;

  static final String LIST_STEPS =
      """
      SELECT action, from_status, to_status, actor, reason, at FROM transition
      WHERE subject_id = $1 AND subject_type = 'event' ORDER BY id LIMIT 100
      """;

  /** An event with its payload as JSON text. */
  record Found(StoredEvent event, String payload) {}

  private InspectStore() {}

  /** The statement for these conditions, with the number of rows as its last parameter. */
  static String list(Conditions conditions) {
    var limit = conditions.values().size() + 1;
    return "SELECT %s FROM inbound_event WHERE %s ORDER BY id DESC LIMIT $%d"
        .formatted(COLUMNS, conditions.sql(), limit);
  }

  /** The id so many events further back; empty when there are fewer down to the smallest. */
  static Future<Optional<UUID>> findFloor(
      SqlClient client, UUID before, UUID smallest, int events) {
    return client
        .preparedQuery(FIND_FLOOR)
        .execute(Tuple.of(before, smallest, (long) events - 1))
        .map(rows -> all(rows, row -> row.getUUID("id")))
        .map(found -> found.stream().findFirst());
  }

  static Future<List<StoredEvent>> list(SqlClient client, Conditions conditions, int limit) {
    var row = Tuple.from(conditions.values()).addInteger(limit);
    return client
        .preparedQuery(list(conditions))
        .execute(row)
        .map(rows -> all(rows, InspectStore::event));
  }

  static StoredEvent event(Row row) {
    return new StoredEvent(
        new EventId(row.getUUID("id")),
        row.getString("source"),
        row.getString("event_id"),
        row.getString("type"),
        EventState.parse(row.getString("status")).orElseThrow(),
        Optional.ofNullable(row.getString("reason")),
        row.getInteger("attempts"),
        Optional.ofNullable(row.getString("order_id")),
        Optional.ofNullable(row.getString("user_id")),
        row.getOffsetDateTime("received_at").toInstant(),
        instant(row.getOffsetDateTime("next_attempt_at")),
        instant(row.getOffsetDateTime("finished_at")));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }

  static Future<Optional<Found>> find(SqlClient client, EventId id) {
    return client
        .preparedQuery(FIND)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, row -> new Found(event(row), row.getString("payload"))))
        .map(found -> found.stream().findFirst());
  }

  static Future<List<FailedAttempt>> listFailures(SqlClient client, EventId id) {
    return client
        .preparedQuery(LIST_FAILURES)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, InspectStore::failure));
  }

  private static FailedAttempt failure(Row row) {
    return new FailedAttempt(
        row.getInteger("attempt"), row.getString("error"), row.getOffsetDateTime("at").toInstant());
  }

  static Future<List<Outcome>> listDecisions(SqlClient client, EventId id) {
    return client
        .preparedQuery(LIST_DECISIONS)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, InspectStore::outcome));
  }

  private static Outcome outcome(Row row) {
    return new Outcome(
        row.getUUID("id"),
        row.getString("order_id"),
        row.getString("outcome"),
        row.getString("reason_code"),
        row.getOffsetDateTime("decided_at").toInstant());
  }

  static Future<List<Step>> listSteps(SqlClient client, EventId id) {
    return client
        .preparedQuery(LIST_STEPS)
        .execute(Tuple.of(id.value()))
        .map(rows -> all(rows, InspectStore::step));
  }

  private static Step step(Row row) {
    return new Step(
        row.getString("action"),
        row.getString("from_status"),
        row.getString("to_status"),
        row.getString("actor"),
        Optional.ofNullable(row.getString("reason")),
        row.getOffsetDateTime("at").toInstant());
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
    return StreamSupport.stream(rows.spliterator(), false).map(mapping).toList();
  }
}
