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

  /** Writes down what is no step of a state machine: an audit entry each, and no transition. */
  public Future<Void> note(SqlClient tx, List<Note> notes) {
    return notes.isEmpty() ? Future.succeededFuture() : AuditStore.insertNotes(tx, notes);
  }
}
