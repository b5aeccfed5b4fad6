package dev.tributary.settings;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** The SQL of settings versions. */
final class SettingsStore {
  private static final String INSERT_FIRST =
      """
      INSERT INTO settings_version (version, definition, effective_at, created_by)
      VALUES (1, $1, TIMESTAMPTZ '1970-01-01 00:00:00Z', 'config')
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND_VERSION_AT =
      """
      SELECT version FROM settings_version WHERE effective_at <= $1
      ORDER BY effective_at DESC, version DESC LIMIT 1
      """;

  private static final String GET_DEFINITION =
      "SELECT definition FROM settings_version WHERE version = $1";

  private SettingsStore() {}

  static Future<Void> insertFirst(SqlClient tx, JsonObject definition) {
    return tx.preparedQuery(INSERT_FIRST).execute(Tuple.of(definition)).mapEmpty();
  }

  static Future<Integer> findVersionAt(SqlClient tx, Instant moment) {
    return tx.preparedQuery(FIND_VERSION_AT)
        .execute(Tuple.of(moment.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getInteger("version"));
  }

  static Future<JsonObject> getDefinition(SqlClient tx, int version) {
    return tx.preparedQuery(GET_DEFINITION)
        .execute(Tuple.of(version))
        .map(rows -> rows.iterator().next().getJsonObject("definition"));
  }
}
