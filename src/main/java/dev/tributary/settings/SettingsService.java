package dev.tributary.settings;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The program rules, by version. PostgreSQL is the truth; a version never changes once written, so
 * each instance keeps those it has read. It never edits a version.
 */
public final class SettingsService {
  private final Database database;
  private final Map<Integer, Settings> versions = new ConcurrentHashMap<>();
  private volatile Settings current;

  /**
   * @param first the rules of a database that has none yet
   */
  public SettingsService(Database database, Settings first) {
    this.database = database;
    this.current = first;
  }

  /** Writes version 1 if there is none, then reads the version in force. */
  public Future<Void> start() {
    return database
        .run(client -> SettingsStore.insertFirst(client, SettingsJson.write(current)))
        .compose(written -> database.run(client -> inForceAt(client, Instant.now())))
        .onSuccess(settings -> current = settings)
        .mapEmpty();
  }

  /** The rules for what happens now. */
  public Settings current() {
    return current;
  }

  /** The rules that were in force at a moment, read in the caller's transaction. */
  public Future<Settings> inForceAt(SqlClient tx, Instant moment) {
    return SettingsStore.findVersionAt(tx, moment).compose(version -> version(tx, version));
  }

  private Future<Settings> version(SqlClient tx, int version) {
    var known = versions.get(version);
    return known != null ? Future.succeededFuture(known) : read(tx, version);
  }

  private Future<Settings> read(SqlClient tx, int version) {
    return SettingsStore.getDefinition(tx, version)
        .map(json -> SettingsJson.read(version, json))
        .onSuccess(settings -> versions.put(version, settings));
  }
}
