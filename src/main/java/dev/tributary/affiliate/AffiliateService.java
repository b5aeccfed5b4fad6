package dev.tributary.affiliate;

import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers affiliates and knows who they are. It never deletes one. */
public final class AffiliateService {
  private final Database database;
  private final AuditService audit;
  private final OutboxService outbox;
  private final SettingsService settings;

  public AffiliateService(
      Database database, AuditService audit, OutboxService outbox, SettingsService settings) {
    this.database = database;
    this.audit = audit;
    this.outbox = outbox;
    this.settings = settings;
  }

  /** The affiliate of this user, if the user is one. */
  public Future<Optional<Affiliate>> find(String userId) {
    return database.run(client -> AffiliateStore.find(client, userId));
  }

  /**
   * Locks the affiliate of this user until the transaction ends, and registers the user first if
   * there is none. A new affiliate is pending; when the settings approve by themselves, that is a
   * second step of the system in the same transaction.
   */
  public Future<Affiliate> takeOrRegister(SqlClient tx, String userId, Actor actor) {
    return AffiliateStore.insertPending(tx, userId, source(actor))
        .compose(added -> added ? admit(tx, userId, actor) : Future.succeededFuture())
        .compose(ready -> AffiliateStore.take(tx, userId));
  }

  private Future<Void> admit(SqlClient tx, String userId, Actor actor) {
    return AffiliateStore.take(tx, userId).compose(affiliate -> admit(tx, affiliate, actor));
  }

  private Future<Void> admit(SqlClient tx, Affiliate affiliate, Actor actor) {
    var changes = new ArrayList<Change>();
    var events = new ArrayList<OutgoingEvent>();
    var id = affiliate.id().value();
    changes.add(Change.created("affiliate", id, AffiliateState.PENDING, actor));
    events.add(announce("affiliate.created", affiliate, AffiliateState.PENDING));
    if (!settings.current().approval().affiliateAuto()) {
      return record(tx, changes, events);
    }
    var to =
        AffiliateState.TABLE.next(
            affiliate.id().toString(), AffiliateState.PENDING, Action.APPROVE, Actor.SYSTEM);
    changes.add(
        Change.of("affiliate", id, Action.APPROVE, AffiliateState.PENDING, to, Actor.SYSTEM));
    events.add(announce("affiliate.approved", affiliate, to));
    return AffiliateStore.setStatus(tx, affiliate.id(), AffiliateState.PENDING, to)
        .compose(set -> record(tx, changes, events));
  }

  private Future<Void> record(SqlClient tx, List<Change> changes, List<OutgoingEvent> events) {
    return audit.record(tx, changes).compose(done -> outbox.put(tx, events));
  }

  private static OutgoingEvent announce(String type, Affiliate affiliate, AffiliateState status) {
    var data =
        Map.<String, Object>of(
            "affiliate_id", affiliate.id().toString(),
            "user_id", affiliate.userId(),
            "status", StateTable.word(status));
    return new OutgoingEvent(type, affiliate.id().toString(), data);
  }

  private static String source(Actor actor) {
    if (actor.isStaff()) {
      return "staff_direct";
    }
    return actor.has(Role.SERVICE) ? "service" : "user";
  }
}
