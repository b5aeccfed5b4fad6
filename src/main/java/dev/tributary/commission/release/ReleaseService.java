package dev.tributary.commission.release;

import dev.tributary.audit.AuditService;
import dev.tributary.audit.Note;
import dev.tributary.event.OutboxService;
import dev.tributary.kernel.Actor;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import dev.tributary.platform.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is left of a credit from pending to available when its holding period is over, once.
 * It changes no state: an approved commission stays approved.
 */
public final class ReleaseService {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseService.class);
  private static final int BATCH = 100;

  private final Database database;
  private final LedgerService ledger;
  private final AuditService audit;
  private final OutboxService outbox;

  public ReleaseService(
      Database database, LedgerService ledger, AuditService audit, OutboxService outbox) {
    this.database = database;
    this.ledger = ledger;
    this.audit = audit;
    this.outbox = outbox;
  }

  /**
   * Releases the oldest credits that are due. Several instances share the work: each takes rows
   * that no other holds. One that cannot be released holds up none of the others.
   *
   * @return how many were released
   */
  public Future<Integer> releaseNext() {
    return release(BATCH, 0)
        .recover(
            fault ->
                Outage.isOutage(fault) ? Future.failedFuture(fault) : releaseSingly(0, 0, fault));
  }

  private Future<Integer> release(int limit, int offset) {
    return database.transaction(
        tx -> ReleaseStore.takeDue(tx, limit, offset).compose(due -> release(tx, due)));
  }

  /** Goes through what is due one by one, past those that are stuck. */
  private Future<Integer> releaseSingly(int released, int stuck, Throwable last) {
    return release(1, stuck)
        .transform(
            done -> {
              if (Outage.isOutage(done.cause())) {
                return Future.failedFuture(done.cause());
              }
              if (done.failed()) {
                return releaseSingly(released, stuck + 1, done.cause());
              }
              return done.result() > 0
                  ? releaseSingly(released + 1, stuck, last)
                  : finish(released, stuck, last);
            });
  }

  private static Future<Integer> finish(int released, int stuck, Throwable last) {
    if (stuck > 0) {
      LOG.error(
          "{} credits cannot be released, run the proofs; the last: {}", stuck, last.toString());
    }
    return Future.succeededFuture(released);
  }

  private Future<Integer> release(SqlClient tx, List<DueRelease> due) {
    if (due.isEmpty()) {
      return Future.succeededFuture(0);
    }
    var paying = due.stream().filter(release -> release.amount().isPositive()).toList();
    return ledger
        .post(tx, paying.stream().map(DueRelease::transfer).toList())
        .compose(posted -> ReleaseStore.markReleased(tx, due))
        .compose(marked -> audit.note(tx, due.stream().map(ReleaseService::note).toList()))
        .compose(noted -> outbox.put(tx, due.stream().map(DueRelease::event).toList()))
        .map(due.size());
  }

  private static Note note(DueRelease due) {
    var after = Map.<String, Object>of("available_minor", due.amount().minor());
    return new Note("invoice_commission", due.id().value(), "make_available", after, Actor.SYSTEM);
  }
}
