package dev.tributary.event;

import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.UserRegistered;
import dev.tributary.platform.Database;
import dev.tributary.platform.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due events from the inbox and hands each to its feature, in one transaction with the mark
 * that it is done: a crash anywhere leaves the event as it was. An event that keeps failing is
 * counted out and left dead, for people to look at.
 */
public final class DispatchService {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchService.class);
  private static final int MAX_ATTEMPTS = 5;

  /**
   * How a feature takes an event: all its effects in the transaction given, or none.
   *
   * @param <E> the event
   */
  @FunctionalInterface
  public interface Handler<E extends InboundEvent> {
    /** What the feature made of the event. */
    Future<Handled> on(SqlClient tx, EventId id, E event);
  }

  private final Database database;
  private final Handler<UserRegistered> registrations;
  private final Handler<OrderPaid> payments;
  private final Duration waiting;

  /**
   * @param waiting how long an event may wait for another one, counted from its arrival
   */
  public DispatchService(
      Database database,
      Handler<UserRegistered> registrations,
      Handler<OrderPaid> payments,
      Duration waiting) {
    this.database = database;
    this.registrations = registrations;
    this.payments = payments;
    this.waiting = waiting;
  }

  /** Works off one due event; false when there was none. Fails only when the database is away. */
  public Future<Boolean> dispatchNext() {
    var taken = new AtomicReference<InboxStore.@Nullable Due>();
    return database
        .transaction(tx -> InboxStore.takeDue(tx).compose(due -> dispatch(tx, due, taken)))
        .recover(fault -> countAttempt(taken.get(), fault));
  }

  private Future<Boolean> dispatch(
      SqlClient tx,
      Optional<InboxStore.Due> found,
      AtomicReference<InboxStore.@Nullable Due> taken) {
    if (found.isEmpty()) {
      return Future.succeededFuture(false);
    }
    var due = found.get();
    taken.set(due);
    return handle(tx, due)
        .compose(handled -> InboxStore.finish(tx, due.id(), handled, waiting))
        .map(true);
  }

  private Future<Handled> handle(SqlClient tx, InboxStore.Due due) {
    if (due.waitedOut()) {
      return Future.succeededFuture(Handled.done("waited_in_vain"));
    }
    return switch (EventJson.read("", due.type(), due.payload())) {
      case UserRegistered registered -> registrations.on(tx, due.id(), registered);
      case OrderPaid paid -> payments.on(tx, due.id(), paid);
    };
  }

  private Future<Boolean> countAttempt(InboxStore.@Nullable Due due, Throwable fault) {
    if (due == null || Outage.isOutage(fault)) {
      return Future.failedFuture(fault);
    }
    LOG.error("Event {} failed", due.id(), fault);
    return database
        .run(client -> InboxStore.countAttempt(client, due, String.valueOf(fault), MAX_ATTEMPTS))
        .map(true);
  }
}
