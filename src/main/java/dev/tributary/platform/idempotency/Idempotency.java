package dev.tributary.platform.idempotency;

import dev.tributary.platform.Database;
import io.vertx.core.Future;

/** Forgets keys and answers that nobody may repeat any more. Any number of instances may. */
public final class Idempotency {
  private static final int BATCH = 1_000;

  private final Database database;

  public Idempotency(Database database) {
    this.database = database;
  }

  /** True when there may be more of them. */
  public Future<Boolean> forgetOld() {
    return database
        .run(client -> IdempotencyStore.deleteOld(client, BATCH))
        .map(forgotten -> forgotten == BATCH);
  }
}
