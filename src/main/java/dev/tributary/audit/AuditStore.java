package dev.tributary.audit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The SQL of transitions and audit entries. */
final class AuditStore {
  private static final String INSERT_CHANGES =
      """
      WITH change AS (
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[],
                             $6::text[], $7::text[])
          AS c(subject_type, subject_id, action, from_status, to_status, actor, reason)
      ), step AS (
        INSERT INTO transition
          (subject_type, subject_id, action, from_status, to_status, actor, reason)
        SELECT * FROM change
      )
      INSERT INTO audit_entry (subject_type, subject_id, action, before, after, actor, reason)
      SELECT subject_type, subject_id, action,
             CASE WHEN from_status IS NOT NULL THEN jsonb_build_object('status', from_status) END,
             jsonb_build_object('status', to_status), actor, reason
      FROM change
      """;

  private static final String INSERT_NOTES =
      """
      INSERT INTO audit_entry (subject_type, subject_id, action, before, after, actor)
      SELECT subject_type, subject_id, action, nullif(before::jsonb, '{}'), after::jsonb, actor
      FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS n(subject_type, subject_id, action, before, after, actor)
      """;

  private AuditStore() {}

  static Future<Void> insert(SqlClient tx, List<Change> changes) {
    var row =
        Tuple.of(
            texts(changes, Change::machine),
            changes.stream().map(Change::subject).toArray(UUID[]::new),
            texts(changes, Change::action),
            changes.stream().map(Change::from).toArray(String[]::new),
            texts(changes, Change::to),
            texts(changes, change -> change.actor().id()),
            changes.stream().map(Change::reason).toArray(String[]::new));
    return tx.preparedQuery(INSERT_CHANGES).execute(row).mapEmpty();
  }

  static Future<Void> insertNotes(SqlClient tx, List<Note> notes) {
    var row =
        Tuple.of(
            notes.stream().map(Note::subjectType).toArray(String[]::new),
            notes.stream().map(Note::subject).toArray(UUID[]::new),
            notes.stream().map(Note::action).toArray(String[]::new),
            notes.stream().map(n -> new JsonObject(n.before()).encode()).toArray(String[]::new),
            notes.stream().map(n -> new JsonObject(n.after()).encode()).toArray(String[]::new),
            notes.stream().map(n -> n.actor().id()).toArray(String[]::new));
    return tx.preparedQuery(INSERT_NOTES).execute(row).mapEmpty();
  }

  private static String[] texts(List<Change> changes, Function<Change, String> field) {
    return changes.stream().map(field).toArray(String[]::new);
  }
}
