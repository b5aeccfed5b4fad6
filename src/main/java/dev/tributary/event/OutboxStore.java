package dev.tributary.event;

import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of the outbox. */
final class OutboxStore {
  private static final String INSERT =
      """
      WITH event AS (
        INSERT INTO outbox (id, type, subject, data)
        SELECT id, type, subject, data::jsonb
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS o(id, type, subject, data)
        RETURNING id, type
      )
      INSERT INTO notice (event) SELECT id FROM event WHERE type = ANY($5::text[])
      """;

  static final String TAKE_DUE =
      """
      SELECT id, type, subject, data, created_at FROM outbox
      WHERE published_at IS NULL AND next_attempt_at <= now()
      ORDER BY next_attempt_at, id LIMIT $1
      FOR UPDATE SKIP LOCKED
      """;

  private static final String MARK_PUBLISHED =
      """
      UPDATE outbox o SET published_at = now(), attempts = attempts + 1, routed = c.routed
      FROM unnest($1::uuid[], $2::boolean[]) AS c(id, routed) WHERE o.id = c.id
      """;

  static final String TAKE_NOTICES =
      """
      SELECT o.id, o.type, o.subject, o.data, o.created_at
      FROM notice n JOIN outbox o ON o.id = n.event
      WHERE n.next_attempt_at <= now()
      ORDER BY n.next_attempt_at, n.event LIMIT $1
      FOR UPDATE OF n SKIP LOCKED
      """;

  private static final String SETTLE_NOTICES =
      """
      WITH told AS (DELETE FROM notice WHERE event = ANY($2))
      UPDATE notice SET attempts = attempts + 1,
             next_attempt_at = now() + interval '1 second' * 4 ^ least(attempts, 6)
      WHERE event = ANY($1) AND event <> ALL($2)
      """;

  private OutboxStore() {}

  /**
   * @param noticed the types of events that somebody is to be told of
   */
  static Future<Void> insert(SqlClient tx, List<OutgoingEvent> events, Set<String> noticed) {
    var row =
        Tuple.of(
            events.stream().map(event -> NewId.next()).toArray(UUID[]::new),
            events.stream().map(OutgoingEvent::type).toArray(String[]::new),
            events.stream().map(OutgoingEvent::subject).toArray(String[]::new),
            events.stream()
                .map(event -> new JsonObject(event.data()).encode())
                .toArray(String[]::new),
            noticed.toArray(String[]::new));
    return tx.preparedQuery(INSERT).execute(row).mapEmpty();
  }

  static Future<List<OutboxService.Message>> takeDue(SqlClient tx, int limit) {
    return messages(tx, TAKE_DUE, limit);
  }

  static Future<List<OutboxService.Message>> takeNotices(SqlClient tx, int limit) {
    return messages(tx, TAKE_NOTICES, limit);
  }

  private static Future<List<OutboxService.Message>> messages(SqlClient tx, String sql, int limit) {
    return tx.preparedQuery(sql)
        .execute(Tuple.of(limit))
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(OutboxStore::row).toList());
  }

  private static OutboxService.Message row(Row row) {
    var id = new EventId(row.getUUID("id"));
    var cloudEvent =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", id.toString())
            .put("source", "/tributary")
            .put("type", row.getString("type"))
            .put("subject", row.getString("subject"))
            .put("time", row.getOffsetDateTime("created_at").toInstant().toString())
            .put("datacontenttype", "application/json")
            .put("data", row.getJsonObject("data"));
    return new OutboxService.Message(id, row.getString("type"), cloudEvent.encode());
  }

  static Future<Integer> markPublished(SqlClient tx, Map<EventId, Boolean> confirmed) {
    if (confirmed.isEmpty()) {
      return Future.succeededFuture(0);
    }
    var ids = confirmed.keySet().stream().map(EventId::value).toArray(UUID[]::new);
    var routed = confirmed.values().toArray(Boolean[]::new);
    return tx.preparedQuery(MARK_PUBLISHED)
        .execute(Tuple.tuple().addArrayOfUUID(ids).addArrayOfBoolean(routed))
        .map(rows -> rows.rowCount());
  }

  static Future<Void> settleNotices(
      SqlClient tx, List<OutboxService.Message> due, Set<EventId> told) {
    var all = due.stream().map(message -> message.id().value()).toArray(UUID[]::new);
    var done = told.stream().map(EventId::value).toArray(UUID[]::new);
    return tx.preparedQuery(SETTLE_NOTICES)
        .execute(Tuple.tuple().addArrayOfUUID(all).addArrayOfUUID(done))
        .mapEmpty();
  }
}
