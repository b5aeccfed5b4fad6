package dev.tributary.event;

import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.InboundEvent.UserRegistered;
import dev.tributary.platform.Database;
import dev.tributary.platform.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due events from the inbox in batches and hands them to their features, in one transaction
 * with the mark that they are done: a crash anywhere leaves all of them as they were. A batch that
 * fails is taken again one by one, so that a bad event delays nobody; an event that keeps failing
 * is counted out and left dead, for people to look at.
 *
 * <p>It belongs to one event loop; several instances share the inbox, each takes rows that no other
 * holds.
 */
public final class DispatchService {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchService.class);
  private static final int BATCH = 100;
  private static final int MAX_ATTEMPTS = 5;

  /** An event from the inbox. */
  public record Arrived<E extends InboundEvent>(EventId id, E event) {}

  /**
   * How a feature takes events: all their effects in the transaction given, or none.
   *
   * @param <E> the kind of event
   */
  @FunctionalInterface
  public interface Handler<E extends InboundEvent> {
    /** What the feature made of each event. */
    Future<Map<EventId, Handled>> on(SqlClient tx, List<Arrived<E>> events);
  }

  private final Database database;
  private final Handler<UserRegistered> registrations;
  private final Handler<OrderEvent> orders;
  private final Duration waiting;

  /** So many events are to be taken one by one, because together they failed. */
  private int alone;

  /**
   * @param waiting how long an event may wait for another one, counted from its arrival
   */
  public DispatchService(
      Database database,
      Handler<UserRegistered> registrations,
      Handler<OrderEvent> orders,
      Duration waiting) {
    this.database = database;
    this.registrations = registrations;
    this.orders = orders;
    this.waiting = waiting;
  }

  /** Works off due events; false when there were none. Fails only when the database is away. */
  public Future<Boolean> dispatchNext() {
    var taken = new ArrayList<InboxStore.Due>();
    int limit = alone > 0 ? 1 : BATCH;
    return database
        .transaction(tx -> dispatch(tx, limit, taken))
        .onSuccess(worked -> alone = Math.max(0, alone - 1))
        .recover(fault -> setBack(taken, fault));
  }

  private Future<Boolean> dispatch(SqlClient tx, int limit, List<InboxStore.Due> taken) {
    return InboxStore.takeDue(tx, limit)
        .onSuccess(due -> remember(due, taken))
        .compose(due -> due.isEmpty() ? Future.succeededFuture(false) : handle(tx, due));
  }

  /** The transaction may run more than once. */
  private static void remember(List<InboxStore.Due> due, List<InboxStore.Due> taken) {
    taken.clear();
    taken.addAll(due);
  }

  /**
   * Registrations go first and by themselves: they lock users before anything else, and orders lock
   * them last. What is left of the batch is taken again after the commit.
   */
  private Future<Boolean> handle(SqlClient tx, List<InboxStore.Due> batch) {
    var registered = batch.stream().filter(due -> due.type().equals(UserRegistered.TYPE)).toList();
    var handled =
        registered.isEmpty()
            ? hand(tx, batch, OrderEvent.class, orders)
            : hand(tx, registered, UserRegistered.class, registrations);
    return handled.compose(all -> InboxStore.finish(tx, all, waiting)).map(true);
  }

  private static <E extends InboundEvent> Future<Map<EventId, Handled>> hand(
      SqlClient tx, List<InboxStore.Due> batch, Class<E> kind, Handler<E> handler) {
    var inVain = new HashMap<EventId, Handled>();
    batch.stream()
        .filter(InboxStore.Due::waitedOut)
        .forEach(due -> inVain.put(due.id(), Handled.done("waited_in_vain")));
    var events =
        batch.stream().filter(due -> !due.waitedOut()).map(due -> arrived(due, kind)).toList();
    return events.isEmpty()
        ? Future.succeededFuture(inVain)
        : handler.on(tx, events).onSuccess(inVain::putAll).map(inVain);
  }

  private static <E extends InboundEvent> Arrived<E> arrived(InboxStore.Due due, Class<E> kind) {
    return new Arrived<>(due.id(), kind.cast(EventJson.read("", due.type(), due.payload())));
  }

  private Future<Boolean> setBack(List<InboxStore.Due> taken, Throwable fault) {
    if (taken.isEmpty() || Outage.isOutage(fault)) {
      return Future.failedFuture(fault);
    }
    if (taken.size() > 1) {
      LOG.warn(
          "{} events failed together, taking them one by one: {}", taken.size(), fault.toString());
      alone = taken.size();
      return Future.succeededFuture(true);
    }
    var due = taken.getFirst();
    LOG.error("Event {} failed", due.id(), fault);
    return database
        .run(client -> InboxStore.countAttempt(client, due, String.valueOf(fault), MAX_ATTEMPTS))
        .map(true);
  }
}
