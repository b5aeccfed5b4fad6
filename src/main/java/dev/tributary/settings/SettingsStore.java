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
import java.util.Optional;

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

  private static final String IN_FORCE =
      """
      SELECT version FROM settings_version WHERE effective_at <= now()
      ORDER BY effective_at DESC, version DESC LIMIT 1
      """;

  private static final String LIST =
      """
      SELECT v.version, v.definition, v.effective_at, v.created_by, v.created_at,
             p.definition AS before, (SELECT max(version) FROM settings_version) AS latest
      FROM settings_version v LEFT JOIN settings_version p ON p.version = v.version - 1
      WHERE v.version <= $1 ORDER BY v.version DESC LIMIT $2
      """;

  private static final String GET_LATEST =
      """
      SELECT version, effective_at, now() AS now FROM settings_version
      ORDER BY version DESC LIMIT 1
      """;

  /** Of two who make the same version, the second waits for the first and then does nothing. */
  private static final String INSERT =
      """
      INSERT INTO settings_version (version, definition, effective_at, created_by)
      VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
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

  /**
   * The version that was made last.
   *
   * @param now by the clock of the database
   */
  record Latest(int version, Instant effectiveAt, Instant now) {}

  static Future<Latest> getLatest(SqlClient tx) {
    return tx.preparedQuery(GET_LATEST)
        .execute()
        .map(rows -> rows.iterator().next())
        .map(r -> new Latest(r.getInteger("version"), at(r, "effective_at"), at(r, "now")));
  }

  /** Whether nobody else was first. */
  static Future<Boolean> insert(
      SqlClient tx, int version, JsonObject definition, Instant effectiveAt, String createdBy) {
    var at = effectiveAt.atOffset(ZoneOffset.UTC);
    return tx.preparedQuery(INSERT)
        .execute(Tuple.of(version, definition, at, createdBy))
        .map(rows -> rows.rowCount() == 1);
  }

  /** By the clock of the database; empty before there is any version. */
  static Future<Optional<Integer>> findInForce(SqlClient client) {
    return client
        .preparedQuery(IN_FORCE)
        .execute()
        .map(rows -> first(rows).map(row -> row.getInteger("version")));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  /** This version and those before it, newest first. */
  static Future<List<SettingsVersion>> list(SqlClient client, int from, int limit) {
    return client
        .preparedQuery(LIST)
        .mapping(SettingsStore::version)
        .execute(Tuple.of(from, limit))
        .map(rows -> rows.stream().toList());
  }

  private static SettingsVersion version(Row row) {
    int version = row.getInteger("version");
    var before = Optional.ofNullable(row.getJsonObject("before"));
    return new SettingsVersion(
        SettingsJson.read(version, row.getJsonObject("definition")),
        at(row, "effective_at"),
        row.getString("created_by"),
        at(row, "created_at"),
        before.map(definition -> SettingsJson.read(version - 1, definition)),
        row.getInteger("latest"));
  }

  private static Instant at(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
