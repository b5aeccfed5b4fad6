package dev.tributary.event;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import dev.tributary.platform.sql.GroupCommit;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts events: when its future succeeds they are committed, once each, however often they were
 * sent. It does not look into what they mean; that is the work of the event verticle.
 */
public final class InboxService {
  private final Database database;
  private final EventBus bus;
  private final GroupCommit<List<Envelope>, List<Receipt>> intake;

  public InboxService(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
    intake = new GroupCommit<>("events", List::size, this::store);
  }

  /**
   * Accepts all or none, and returns a receipt for each in the order given. What comes at the same
   * time, by whatever way, is committed together.
   *
   * @return fails with {@code event_id_reused} when an id was used before with other data
   */
  public Future<List<Receipt>> accept(List<Envelope> envelopes) {
    return intake.add(envelopes);
  }

  private Future<List<List<Receipt>>> store(List<List<Envelope>> lists) {
    var envelopes = lists.stream().flatMap(List::stream).toList();
    return database
        .transaction(tx -> store(tx, envelopes))
        .map(stored -> receipts(lists, stored))
        .onSuccess(receipts -> bus.send(Bus.INBOX_READY, ""));
  }

  private static Future<List<InboxStore.Stored>> store(SqlClient tx, List<Envelope> envelopes) {
    var inserted = InboxStore.insert(tx, envelopes);
    var found = InboxStore.find(tx, envelopes);
    return Future.all(inserted, found).map(both -> refuseReused(found.result()));
  }

  private static List<InboxStore.Stored> refuseReused(List<InboxStore.Stored> rows) {
    for (var row : rows) {
      if (!row.samePayload()) {
        var detail = "Event " + row.eventId() + " was sent before with other data.";
        throw new Refusal(new Failure.Refused("event_id_reused", detail));
      }
    }
    return rows;
  }

  /** The same event twice in one group: the first is new, the second a duplicate. */
  private static List<List<Receipt>> receipts(
      List<List<Envelope>> lists, List<InboxStore.Stored> stored) {
    var seen = new HashSet<EventId>();
    var rows = stored.iterator();
    var receipts = new ArrayList<List<Receipt>>();
    for (var list : lists) {
      receipts.add(list.stream().map(envelope -> receipt(rows.next(), seen)).toList());
    }
    return receipts;
  }

  private static Receipt receipt(InboxStore.Stored row, Set<EventId> seen) {
    boolean first = seen.add(row.id());
    return new Receipt(row.id(), row.eventId(), !(row.isNew() && first));
  }

  /** Keeps a message that cannot be accepted, dead from the start, for people to look at. */
  public Future<Void> park(Envelope envelope, String reason) {
    return database.run(client -> InboxStore.insertDead(client, envelope, reason));
  }

  /** Makes the events that waited for these subjects due again, in the caller's transaction. */
  public Future<Void> wake(SqlClient tx, Collection<String> subjects) {
    return subjects.isEmpty() ? Future.succeededFuture() : InboxStore.wake(tx, subjects);
  }

  /**
   * Locks subjects until the transaction ends. Events about one subject are so worked off one after
   * the other, and an event that marks itself as waiting for one is seen by whoever brings it.
   * Locks are taken in the order invoices, orders, users, each kind at once: nobody deadlocks.
   */
  public Future<Void> lock(SqlClient tx, Collection<String> subjects) {
    return subjects.isEmpty() ? Future.succeededFuture() : InboxStore.lock(tx, subjects);
  }
}
