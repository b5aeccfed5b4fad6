package dev.tributary.settings;

import static java.util.Objects.requireNonNull;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        .compose(written -> database.run(SettingsStore::findInForce))
        .compose(found -> get(found.orElseThrow()))
        .onSuccess(settings -> current = settings)
        .mapEmpty();
  }

  /** Looks which version is in force by now, by the clock of the database. */
  public Future<Settings> refresh() {
    return database
        .run(SettingsStore::findInForce)
        .compose(found -> found.isPresent() ? get(found.get()) : Future.succeededFuture(current))
        .map(this::advance);
  }

  private Future<Settings> get(int version) {
    return database
        .run(client -> readMissing(client, Set.of(version)))
        .map(read -> requireNonNull(versions.get(version)));
  }

  /** Later versions come into force later, so an answer that was overtaken changes nothing. */
  private synchronized Settings advance(Settings seen) {
    if (seen.version() > current.version()) {
      current = seen;
    }
    return current;
  }

  /** The rules for what happens now. */
  public Settings current() {
    return current;
  }

  /** The rules that were in force at each of these moments, read in the caller's transaction. */
  public Future<Map<Instant, Settings>> inForceAt(SqlClient tx, Set<Instant> moments) {
    return SettingsStore.findVersionsAt(tx, List.copyOf(moments))
        .compose(found -> readMissing(tx, found.values()).map(read -> byMoment(found)));
  }

  private Map<Instant, Settings> byMoment(Map<Instant, Integer> found) {
    var settings = new HashMap<Instant, Settings>();
    found.forEach((moment, version) -> settings.put(moment, versions.get(version)));
    return settings;
  }

  private Future<Void> readMissing(SqlClient tx, Collection<Integer> wanted) {
    var done = Future.<Void>succeededFuture();
    for (var version : Set.copyOf(wanted)) {
      if (!versions.containsKey(version)) {
        done = done.compose(before -> read(tx, version));
      }
    }
    return done;
  }

  private Future<Void> read(SqlClient tx, int version) {
    return SettingsStore.getDefinition(tx, version)
        .onSuccess(json -> versions.put(version, SettingsJson.read(version, json)))
        .mapEmpty();
  }
}
