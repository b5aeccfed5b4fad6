package dev.tributary.event.backlog;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Measures what waits, and deletes outgoing events some time after they were published. Events that
 * came in stay for ever: their key is what keeps an event that is sent again from being another.
 */
public final class BacklogService {
  private static final int BATCH = 1_000;

  private final Database database;
  private final Duration retention;

  /**
   * @param retention how long published events are kept
   */
  public BacklogService(Database database, Duration retention) {
    this.database = database;
    this.retention = retention;
  }

  public Future<Backlog> measure() {
    return database.run(BacklogStore::measure);
  }

  /** Deletes one batch of published events; true when there may be more. */
  public Future<Boolean> deletePublished() {
    return database
        .run(client -> BacklogStore.deletePublished(client, retention.toDays(), BATCH))
        .map(deleted -> deleted == BATCH);
  }
}
