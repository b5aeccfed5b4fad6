package dev.tributary.event.inspect;

import dev.tributary.event.Bus;
import dev.tributary.event.EventId;
import dev.tributary.event.inspect.EventState.Action;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Set;

/**
 * Runs events again that did not get through, or puts them aside. A retry only makes the event due;
 * the event verticle takes it like any other, and what is done already stays as it is. Nothing of a
 * failed attempt was kept, so that a retry never pays twice.
 */
public final class RerunService {
  /** One transaction's worth. */
  public static final int MAX_AT_ONCE = 500;

  private static final Set<EventState> RUNNING_OR_DONE =
      Set.of(EventState.RECEIVED, EventState.DONE);

  /** Writes steps down, in the transaction that takes them. */
  @FunctionalInterface
  public interface Journal {
    Future<Void> record(SqlClient tx, List<Rerun> steps);
  }

  private final Database database;
  private final Journal audit;
  private final EventBus bus;

  public RerunService(Database database, Journal audit, EventBus bus) {
    this.database = database;
    this.audit = audit;
    this.bus = bus;
  }

  /**
   * An event after somebody asked for a retry.
   *
   * @param retried false when there was nothing to retry: it is done, or about to be taken anyway
   */
  public record Retried(StoredEvent event, boolean retried) {}

  /**
   * Makes one event due that is dead or waiting.
   *
   * @return fails with {@code Forbidden}, {@code event_not_found}, {@code event_unreadable} or
   *     {@code event_already_discarded}
   */
  public Future<Retried> retry(Actor actor, String id) {
    requireOneOf(actor, Role.REVIEWER, Role.ADMIN);
    return take(id, (tx, event) -> retry(tx, actor, event)).onSuccess(done -> wakeWorkers());
  }

  private Future<Retried> retry(SqlClient tx, Actor actor, StoredEvent event) {
    if (RUNNING_OR_DONE.contains(event.status())) {
      return Future.succeededFuture(new Retried(event, false));
    }
    var step = Rerun.of(event.id(), event.status(), Action.RETRY, actor, null);
    if (event.isUnreadable()) {
      return Future.failedFuture(new Refusal(UNREADABLE));
    }
    return RerunStore.retry(tx, event.id(), event.status())
        .compose(due -> audit.record(tx, List.of(step)).map(new Retried(due, true)));
  }

  private static final Failure UNREADABLE =
      new Failure.Refused(
          "event_unreadable",
          "This message could not be read as an event; mend it at its sender and send it again.");

  /**
   * Makes the oldest events due that match, at most {@link #MAX_AT_ONCE}, dead ones unless the
   * filter says waiting; those that somebody else is at are left out.
   *
   * @return how many
   */
  public Future<Integer> retryAll(Actor actor, EventFilter filter) {
    requireOneOf(actor, Role.REVIEWER, Role.ADMIN);
    var from = filter.status().orElse(EventState.DEAD);
    var conditions = Conditions.of(filter.with(from));
    return database
        .transaction(
            tx ->
                RerunStore.takeOldest(tx, conditions, MAX_AT_ONCE)
                    .compose(ids -> retryAll(tx, actor, from, ids)))
        .onSuccess(done -> wakeWorkers());
  }

  private Future<Integer> retryAll(SqlClient tx, Actor actor, EventState from, List<EventId> ids) {
    var steps = ids.stream().map(id -> Rerun.of(id, from, Action.RETRY, actor, null)).toList();
    return RerunStore.retryAll(tx, ids, from)
        .compose(done -> audit.record(tx, steps))
        .map(steps.size());
  }

  /**
   * Puts an event aside for good that is dead or waiting.
   *
   * @param reason why, in words
   * @return fails with {@code Forbidden}, {@code event_not_found} or {@code event_already_…}
   */
  public Future<StoredEvent> discard(Actor actor, String id, String reason) {
    requireOneOf(actor, Role.ADMIN);
    return take(id, (tx, event) -> discard(tx, actor, event, reason));
  }

  private Future<StoredEvent> discard(SqlClient tx, Actor actor, StoredEvent event, String reason) {
    var step = Rerun.of(event.id(), event.status(), Action.DISCARD, actor, reason);
    return RerunStore.discard(tx, event.id(), event.status())
        .compose(discarded -> audit.record(tx, List.of(step)).map(discarded));
  }

  /** What is done with an event whose row is held. */
  private interface Work<T> {
    Future<T> on(SqlClient tx, StoredEvent event);
  }

  private <T> Future<T> take(String id, Work<T> work) {
    var known = EventId.parse(id).orElseThrow(() -> InspectService.notFound(id));
    return database.transaction(
        tx ->
            RerunStore.take(tx, known)
                .map(found -> found.orElseThrow(() -> InspectService.notFound(id)))
                .compose(event -> work.on(tx, event)));
  }

  private void wakeWorkers() {
    bus.send(Bus.INBOX_READY, "");
  }

  private static void requireOneOf(Actor actor, Role... roles) {
    if (!Set.of(roles).stream().anyMatch(actor::has)) {
      throw new Refusal(new Failure.Forbidden());
    }
  }
}
