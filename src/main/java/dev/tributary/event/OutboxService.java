package dev.tributary.event;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Keeps what has to be told to the world until it has been told, at least once each. It writes only
 * in the transaction of the cause and knows no transport.
 */
public final class OutboxService {
  private static final int BATCH = 100;
  private static final int TELLING_S = 5;

  private final Database database;
  private final Set<String> noticed;

  /**
   * An outbox.
   *
   * @param noticed the types of the events that {@link #tellNext} tells of
   */
  public OutboxService(Database database, Set<String> noticed) {
    this.database = database;
    this.noticed = Set.copyOf(noticed);
  }

  /** Stores the events with their cause, in the caller's transaction. */
  public Future<Void> put(SqlClient tx, List<OutgoingEvent> events) {
    return events.isEmpty() ? Future.succeededFuture() : OutboxStore.insert(tx, events, noticed);
  }

  /** An event that is to be published, in the CloudEvents form it is sent in. */
  public record Message(EventId id, String type, String cloudEvent) {}

  /**
   * Publishes the oldest events that are due. Several instances share the work: each takes rows
   * that no other holds, and a row that was not confirmed stays.
   *
   * @param publisher answers, for each message confirmed, whether a queue took it
   * @return how many were confirmed
   */
  public Future<Integer> publishNext(
      Function<List<Message>, Future<Map<EventId, Boolean>>> publisher) {
    return database.transaction(
        tx ->
            OutboxStore.takeDue(tx, BATCH)
                .compose(publisher)
                .compose(confirmed -> OutboxStore.markPublished(tx, confirmed)));
  }

  /**
   * Tells of the oldest events that are due, at least once each, apart from publishing them: the
   * one never waits for the other. Several instances share the work.
   *
   * @param notifier answers those it has told of; the others are due again later, and all of them
   *     stay due when it fails
   * @return how many were told
   */
  public Future<Integer> tellNext(Function<List<Message>, Future<Set<EventId>>> notifier) {
    return database.transaction(
        tx ->
            OutboxStore.takeNotices(tx, BATCH)
                .compose(
                    due -> due.isEmpty() ? Future.succeededFuture(0) : tell(tx, due, notifier)));
  }

  private static Future<Integer> tell(
      SqlClient tx, List<Message> due, Function<List<Message>, Future<Set<EventId>>> notifier) {
    return notifier
        .apply(due)
        .timeout(TELLING_S, TimeUnit.SECONDS)
        .compose(told -> OutboxStore.settleNotices(tx, due, told).map(told.size()));
  }
}
