package dev.tributary.event;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what has to be told to the world until it has been told, at least once each. It writes only
 * in the transaction of the cause and knows no transport.
 */
public final class OutboxService {
  private static final int BATCH = 100;

  private final Database database;

  public OutboxService(Database database) {
    this.database = database;
  }

  /** Stores the events with their cause, in the caller's transaction. */
  public Future<Void> put(SqlClient tx, List<OutgoingEvent> events) {
    return events.isEmpty() ? Future.succeededFuture() : OutboxStore.insert(tx, events);
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
}
