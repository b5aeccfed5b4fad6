package dev.tributary.event;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Accepts events: when its future succeeds they are committed, once each, however often they were
 * sent. It does not look into what they mean; that is the work of the event verticle.
 */
public final class InboxService {
  private final Database database;
  private final EventBus bus;

  public InboxService(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  /**
   * Accepts all or none, and returns a receipt for each in the order given.
   *
   * @return fails with {@code event_id_reused} when an id was used before with other data
   */
  public Future<List<Receipt>> accept(List<Envelope> envelopes) {
    return database
        .transaction(tx -> accept(tx, envelopes))
        .onSuccess(receipts -> bus.send(Bus.INBOX_READY, ""));
  }

  private Future<List<Receipt>> accept(SqlClient tx, List<Envelope> envelopes) {
    return InboxStore.insert(tx, envelopes)
        .compose(inserted -> InboxStore.find(tx, envelopes))
        .map(InboxService::receipts);
  }

  private static List<Receipt> receipts(List<InboxStore.Stored> stored) {
    var seen = new HashSet<EventId>();
    var receipts = new ArrayList<Receipt>();
    for (var row : stored) {
      if (!row.samePayload()) {
        var detail = "Event " + row.eventId() + " was sent before with other data.";
        throw new Refusal(new Failure.Refused("event_id_reused", detail));
      }
      // The same event twice in one request: the first is new, the second a duplicate.
      boolean first = seen.add(row.id());
      receipts.add(new Receipt(row.id(), row.eventId(), !(row.isNew() && first)));
    }
    return receipts;
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
