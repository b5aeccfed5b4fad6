package dev.tributary.payout;

import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.LedgerService;
import dev.tributary.payout.PayoutState.Action;
import dev.tributary.payout.PayoutStore.Move;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes payouts along the edges of their table, each step with its money, its audit entry and its
 * event, in the caller's transaction. Nobody decides about a payout of their own.
 */
public final class PayoutStepService {
  private final LedgerService ledger;
  private final AuditService audit;
  private final OutboxService outbox;

  public PayoutStepService(LedgerService ledger, AuditService audit, OutboxService outbox) {
    this.ledger = ledger;
    this.audit = audit;
    this.outbox = outbox;
  }

  /**
   * Something to be done to a payout.
   *
   * @param payout as it stands, locked in the transaction of the step
   * @param batchId the batch that it goes out with from now on
   */
  public record Step(Payout payout, Action action, Note note, Optional<BatchId> batchId) {
    public static Step of(Payout payout, Action action, Note note) {
      return new Step(payout, action, note, Optional.empty());
    }
  }

  /**
   * Locks approved payouts that can go out together, those that were asked for first; none that
   * belong to the one who asks.
   */
  public Future<List<Payout>> takePayable(
      SqlClient tx, Actor actor, String method, Currency currency, int limit) {
    return PayoutStore.takePayable(tx, method, currency, actor.id(), limit);
  }

  /** The payouts of a batch, in the order of their ids. */
  public Future<List<Payout>> listBatch(SqlClient client, BatchId batch) {
    return PayoutStore.listBatch(client, batch);
  }

  /** Locks these payouts; those that do not exist are missing in the answer. */
  public Future<List<Payout>> take(SqlClient tx, List<PayoutId> ids) {
    return PayoutStore.take(tx, ids);
  }

  /**
   * Takes the steps, all or none.
   *
   * @return the payouts as they stand then; fails with {@code IllegalTransition} where the table
   *     has no such edge, with {@code Forbidden} where it is for others, or where somebody decides
   *     about their own
   */
  public Future<List<Payout>> step(SqlClient tx, Actor actor, List<Step> steps) {
    if (steps.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    var moves = steps.stream().map(step -> move(actor, step)).toList();
    var changes = moves.stream().map(move -> change(actor, move)).toList();
    return PayoutStore.setStatus(tx, moves).compose(moved -> settle(tx, changes, moved));
  }

  private static Move move(Actor actor, Step step) {
    var payout = step.payout();
    var to = PayoutState.TABLE.next(payout.id().toString(), payout.status(), step.action(), actor);
    if (step.action() != Action.CANCEL && actor.id().equals(payout.userId())) {
      throw new Refusal(new Failure.Forbidden());
    }
    return new Move(step, to);
  }

  private static Change change(Actor actor, Move move) {
    var payout = move.step().payout();
    var action = move.step().action();
    return Change.of("payout", payout.id().value(), action, payout.status(), move.to(), actor)
        .because(move.step().note().reason().orElse(null));
  }

  private Future<List<Payout>> settle(SqlClient tx, List<Change> changes, List<Payout> moved) {
    var transfers = moved.stream().flatMap(p -> PayoutMoney.onReaching(p).stream()).toList();
    var events = moved.stream().map(payout -> event(payout, payout.status())).toList();
    return audit
        .record(tx, changes)
        .compose(written -> outbox.put(tx, events))
        .compose(announced -> ledger.post(tx, transfers))
        .map(moved);
  }

  /**
   * Writes down and announces the way that a new payout has come already: the request, and what the
   * system did by itself in the same moment.
   */
  Future<Void> begin(SqlClient tx, Actor actor, Payout payout, List<Action> bySystem) {
    var id = payout.id().value();
    var states = new ArrayList<PayoutState>(List.of(PayoutState.REQUESTED));
    var changes = new ArrayList<Change>();
    changes.add(Change.created("payout", id, PayoutState.REQUESTED, actor));
    for (var action : bySystem) {
      var from = states.getLast();
      var to = PayoutState.TABLE.next(payout.id().toString(), from, action, Actor.SYSTEM);
      changes.add(Change.of("payout", id, action, from, to, Actor.SYSTEM));
      states.add(to);
    }
    var events = states.stream().map(state -> event(payout, state)).toList();
    return audit.record(tx, changes).compose(written -> outbox.put(tx, events));
  }

  private static OutgoingEvent event(Payout payout, PayoutState status) {
    var id = payout.id().toString();
    var data =
        Map.<String, Object>of(
            "payout_id", id,
            "affiliate_id", payout.affiliateId().toString(),
            "user_id", payout.userId(),
            "amount", payout.amount().minor(),
            "currency", payout.amount().currency().wire(),
            "method", payout.method(),
            "status", StateTable.word(status));
    return new OutgoingEvent("payout." + StateTable.word(status), id, data);
  }
}
