package dev.tributary.affiliate;

import dev.tributary.affiliate.Affiliate.Source;
import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.affiliate.AffiliateStepService.Step;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Cursor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Registers affiliates and knows who they are. It never deletes one. */
public final class AffiliateService {
  private static final UUID BEFORE_ALL = new UUID(-1, -1);

  private final Database database;
  private final AffiliateStepService steps;
  private final SettingsService settings;

  public AffiliateService(Database database, AffiliateStepService steps, SettingsService settings) {
    this.database = database;
    this.steps = steps;
    this.settings = settings;
  }

  /** The affiliate of this user, if the user is one. */
  public Future<Optional<Affiliate>> find(String userId) {
    return database.run(client -> AffiliateStore.find(client, userId));
  }

  /** Locks the affiliate of this user until the transaction ends, if the user is one. */
  public Future<Optional<Affiliate>> take(SqlClient tx, String userId) {
    return AffiliateStore.take(tx, userId);
  }

  /**
   * Locks the affiliate of this user until the transaction ends, and registers the user first if
   * there is none. A new affiliate is pending; when the settings approve by themselves, that is a
   * second step of the system in the same transaction.
   */
  public Future<Affiliate> takeOrRegister(SqlClient tx, String userId, Actor actor) {
    return AffiliateStore.insertPending(tx, userId, source(actor, userId))
        .compose(
            added ->
                added.isPresent()
                    ? admit(tx, added.get(), actor, bySettings())
                    : AffiliateStore.take(tx, userId).map(Optional::orElseThrow));
  }

  private static Source source(Actor actor, String userId) {
    if (actor.id().equals(userId)) {
      return Source.USER;
    }
    return actor.isStaff() ? Source.STAFF_DIRECT : Source.SERVICE;
  }

  private Optional<Actor> bySettings() {
    return settings.current().approval().affiliateAuto()
        ? Optional.of(Actor.SYSTEM)
        : Optional.empty();
  }

  /** Creation and approval are two edges, whoever takes them and however close they are. */
  private Future<Affiliate> admit(
      SqlClient tx, Affiliate added, Actor actor, Optional<Actor> approver) {
    return steps
        .begin(tx, added, actor)
        .compose(
            pending ->
                approver.isEmpty()
                    ? Future.succeededFuture(pending)
                    : approve(tx, pending, approver.get()));
  }

  private Future<Affiliate> approve(SqlClient tx, Affiliate pending, Actor approver) {
    var step = new Step(pending, Action.APPROVE, approver, Optional.empty());
    return steps.step(tx, List.of(step)).map(List::getFirst);
  }

  /**
   * Makes a user an affiliate. Whom staff register they approve as well; of anybody else's the
   * settings say whether they wait.
   *
   * @return fails with {@code Forbidden} for somebody else, or for staff who may not approve, and
   *     with {@code affiliate_exists}
   */
  public Future<Reply> register(Actor actor, String userId, Once<Affiliate> once) {
    return actor.mayActFor(userId)
        ? database.transaction(tx -> once.run(tx, () -> register(tx, actor, userId)))
        : forbidden();
  }

  private Future<Affiliate> register(SqlClient tx, Actor actor, String userId) {
    var source = source(actor, userId);
    var approver = source == Source.STAFF_DIRECT ? Optional.of(actor) : bySettings();
    return AffiliateStore.insertPending(tx, userId, source)
        .compose(
            added ->
                added.isPresent()
                    ? admit(tx, added.get(), actor, approver)
                    : AffiliateStore.find(tx, userId).map(AffiliateService::exists));
  }

  private static Affiliate exists(Optional<Affiliate> found) {
    var affiliate = found.orElseThrow();
    var status = StateTable.word(affiliate.status());
    throw new Refusal(
        new Failure.Exists(new Failure.Resource("affiliate", affiliate.id().toString(), status)));
  }

  /** The caller's own; fails with {@code affiliate_not_found}. */
  public Future<Affiliate> getOwn(Actor actor) {
    return find(actor.id()).map(found -> found.orElseThrow(() -> notFound(actor.id())));
  }

  /**
   * Any affiliate; fails with {@code Forbidden} for all but staff, or {@code affiliate_not_found}.
   */
  public Future<Affiliate> get(Actor actor, AffiliateId id) {
    return actor.isStaff()
        ? database
            .run(client -> AffiliateStore.find(client, id))
            .map(found -> found.orElseThrow(() -> notFound(id.toString())))
        : forbidden();
  }

  /**
   * Affiliates that pass the filter, newest first.
   *
   * @param cursor where the page before ended; empty for the first
   * @return fails with {@code Forbidden} for all but staff, or {@code Invalid} for a cursor of
   *     another list
   */
  public Future<Page<Affiliate>> list(
      Actor actor, AffiliateFilter filter, Optional<String> cursor, int limit) {
    if (!actor.isStaff()) {
      return forbidden();
    }
    var list = "affiliates " + filter;
    var before = cursor.map(text -> position(list, text)).orElse(BEFORE_ALL);
    return database
        .run(client -> AffiliateStore.list(client, filter, before, limit + 1))
        .map(rows -> Page.of(rows, limit, last -> Cursor.of(list, last.id().value().toString())));
  }

  private static UUID position(String list, String cursor) {
    return Cursor.position(list, cursor)
        .map(UUID::fromString)
        .orElseThrow(
            () ->
                new Refusal(
                    Failure.Invalid.field(
                        "cursor", "expected next_cursor of this list with the same filter")));
  }

  static <T> Future<T> forbidden() {
    return Future.failedFuture(new Refusal(new Failure.Forbidden()));
  }

  static Refusal notFound(String id) {
    return new Refusal(new Failure.NotFound("affiliate", id));
  }
}
