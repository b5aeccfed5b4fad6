package dev.tributary.settings;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of settings versions. */
final class SettingsStore {
  private static final String INSERT_FIRST =
      """
      INSERT INTO settings_version (version, definition, effective_at, created_by)
      VALUES (1, $1, TIMESTAMPTZ '1970-01-01 00:00:00Z', 'config')
      ON CONFLICT DO NOTHING
      """;

  static final String FIND_VERSIONS_AT =
      """
      SELECT m.position, v.version
      FROM unnest($1::timestamptz[]) WITH ORDINALITY AS m(at, position)
      CROSS JOIN LATERAL (
        SELECT version FROM settings_version WHERE effective_at <= m.at
        ORDER BY effective_at DESC, version DESC LIMIT 1
      ) AS v
      """;

  private static final String GET_DEFINITION =
      "SELECT definition FROM settings_version WHERE version = $1";

  private SettingsStore() {}

  static Future<Void> insertFirst(SqlClient tx, JsonObject definition) {
    return tx.preparedQuery(INSERT_FIRST).execute(Tuple.of(definition)).mapEmpty();
  }

  /** The version in force at each moment. */
  static Future<Map<Instant, Integer>> findVersionsAt(SqlClient tx, List<Instant> moments) {
    var times = moments.stream().map(at -> at.atOffset(ZoneOffset.UTC));
    return tx.preparedQuery(FIND_VERSIONS_AT)
        .execute(Tuple.tuple().addArrayOfOffsetDateTime(times.toArray(OffsetDateTime[]::new)))
        .map(rows -> versions(rows, moments));
  }

  private static Map<Instant, Integer> versions(RowSet<Row> rows, List<Instant> moments) {
    var versions = new HashMap<Instant, Integer>();
    rows.forEach(
        row -> {
          var moment = moments.get(Math.toIntExact(row.getLong("position")) - 1);
          versions.put(moment, row.getInteger("version"));
        });
    return versions;
  }

  static Future<JsonObject> getDefinition(SqlClient tx, int version) {
    return tx.preparedQuery(GET_DEFINITION)
        .execute(Tuple.of(version))
        .map(rows -> rows.iterator().next().getJsonObject("definition"));
  }
}
