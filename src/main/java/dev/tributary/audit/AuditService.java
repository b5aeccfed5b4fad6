package dev.tributary.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/**
 * Writes down who did what. It only ever adds rows, and only inside the transaction of the change
 * it records.
 */
public final class AuditService {
  /** Records each change as one transition and one audit entry. */
  public Future<Void> record(SqlClient tx, List<Change> changes) {
    return changes.isEmpty() ? Future.succeededFuture() : AuditStore.insert(tx, changes);
  }
}
