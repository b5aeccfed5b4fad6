package dev.tributary.settings;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Cursor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Database;
import dev.tributary.settings.DefinitionJson.Proposal;
import dev.tributary.settings.SettingsStore.Latest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Shows the versions of the settings to staff and makes new ones. A version is added, never
 * changed, and none takes effect in the past: what was decided stays decided.
 */
public final class VersionService {
  private static final String LIST = "settings_version";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern TAG = Pattern.compile("\"([1-9][0-9]{0,8})\"");

  private final Database database;
  private final SettingsService settings;
  private final BiFunction<SqlClient, Change, Future<Void>> audit;

  /**
   * @param audit writes down who made a version, in the same transaction
   */
  public VersionService(
      Database database,
      SettingsService settings,
      BiFunction<SqlClient, Change, Future<Void>> audit) {
    this.database = database;
    this.settings = settings;
    this.audit = audit;
  }

  /**
   * The version in force.
   *
   * @return fails with {@code Forbidden}
   */
  public Future<SettingsVersion> getCurrent(Actor actor) {
    requireStaff(actor);
    return database
        .run(SettingsStore::findInForce)
        .compose(version -> get(Integer.toString(version.orElseThrow())));
  }

  /**
   * The versions, newest first.
   *
   * @param cursor where the page before ended; empty for the first
   * @return fails with {@code Forbidden}, or {@code Invalid} for a cursor of another list
   */
  public Future<Page<SettingsVersion>> list(Actor actor, Optional<String> cursor, int limit) {
    requireStaff(actor);
    int from = cursor.map(VersionService::position).orElse(Integer.MAX_VALUE);
    return database
        .run(client -> SettingsStore.list(client, from, limit + 1))
        .map(rows -> Page.of(rows, limit, VersionService::cursor));
  }

  private static String cursor(SettingsVersion last) {
    return Cursor.of(LIST, Integer.toString(last.settings().version() - 1));
  }

  private static int position(String cursor) {
    return Cursor.position(LIST, cursor)
        .filter(position -> NUMBER.matcher(position).matches())
        .map(Integer::valueOf)
        .orElseThrow(
            () -> new Refusal(Invalid.field("cursor", "expected next_cursor of this list")));
  }

  /**
   * One version.
   *
   * @return fails with {@code Forbidden} or {@code settings_version_not_found}
   */
  public Future<SettingsVersion> get(Actor actor, String version) {
    requireStaff(actor);
    return get(version);
  }

  private Future<SettingsVersion> get(String version) {
    int number = Integer.parseInt(version);
    return database
        .run(client -> SettingsStore.list(client, number, 1))
        .map(found -> found.stream().filter(v -> v.settings().version() == number).findFirst())
        .map(v -> v.orElseThrow(() -> new Refusal(new Failure.NotFound(LIST, version))));
  }

  /**
   * Makes the version after the one that the editor has seen.
   *
   * @param ifMatch the latest version in quotes, as in the ETag
   * @param body the proposal as it came
   * @return fails with {@code Forbidden}, {@code PreconditionRequired}, {@code PreconditionFailed}
   *     when somebody else was first, or {@code Invalid} with every mistake
   */
  public Future<SettingsVersion> put(Actor actor, Optional<String> ifMatch, JsonObject body) {
    if (!actor.has(Role.ADMIN)) {
      throw new Refusal(new Failure.Forbidden());
    }
    int seen = seen(ifMatch.orElseThrow(() -> new Refusal(new Failure.PreconditionRequired())));
    var proposal = DefinitionJson.proposal(seen + 1, body);
    return database
        .transaction(tx -> add(tx, actor, proposal, seen))
        .compose(made -> settings.refresh().transform(done -> get(Integer.toString(seen + 1))));
  }

  private static int seen(String ifMatch) {
    var tag = TAG.matcher(ifMatch);
    if (!tag.matches()) {
      throw new Refusal(
          Invalid.field("If-Match", "expected one version in quotes, as in the ETag"));
    }
    return Integer.parseInt(tag.group(1));
  }

  private Future<Void> add(SqlClient tx, Actor actor, Proposal proposal, int seen) {
    var fresh = proposal.settings().orElseThrow();
    return SettingsStore.getLatest(tx)
        .compose(latest -> insert(tx, actor, proposal, requireSeen(latest, seen)))
        .compose(inserted -> inserted ? SettingsStore.list(tx, seen + 1, 1) : outdated(seen + 1))
        .compose(made -> audit.apply(tx, change(made.getFirst(), fresh.version(), actor)));
  }

  private static Latest requireSeen(Latest latest, int seen) {
    if (latest.version() != seen) {
      throw outdatedBy(latest.version());
    }
    return latest;
  }

  private Future<Boolean> insert(SqlClient tx, Actor actor, Proposal proposal, Latest latest) {
    var fresh = proposal.settings().orElseThrow();
    var effectiveAt = effectiveAt(proposal, latest);
    var definition = SettingsJson.write(fresh);
    return SettingsStore.insert(tx, fresh.version(), definition, effectiveAt, actor.id());
  }

  /** Versions come into force in their order, and none in the past. */
  private static Instant effectiveAt(Proposal proposal, Latest latest) {
    var at = proposal.effectiveAt().orElse(latest.now());
    if (at.isBefore(latest.now())) {
      throw tooEarly("expected no time before now");
    }
    if (at.isBefore(latest.effectiveAt())) {
      throw tooEarly(
          "expected no time before "
              + latest.effectiveAt()
              + ", when version "
              + latest.version()
              + " comes into force");
    }
    return at;
  }

  private static Refusal tooEarly(String detail) {
    return new Refusal(Invalid.field("/effective_at", detail));
  }

  private static <T> Future<T> outdated(int latest) {
    return Future.failedFuture(outdatedBy(latest));
  }

  private static Refusal outdatedBy(int latest) {
    var resource = new Failure.Resource(LIST, Integer.toString(latest), "latest");
    return new Refusal(new Failure.PreconditionFailed(resource));
  }

  private static Change change(SettingsVersion made, int version, Actor actor) {
    var after =
        Map.<String, Object>of(
            "version", version,
            "effective_at", made.effectiveAt().toString(),
            "changes", ChangesJson.of(made));
    return new Change(version, after, actor);
  }

  private static void requireStaff(Actor actor) {
    if (!actor.isStaff()) {
      throw new Refusal(new Failure.Forbidden());
    }
  }
}
