package dev.tributary.affiliate;

import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.affiliate.AffiliateStore.Move;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes affiliates along the edges of their table, each step with its audit entry and its event, in
 * the caller's transaction. Nobody decides about themselves.
 */
public final class AffiliateStepService {
  private final AuditService audit;
  private final OutboxService outbox;

  public AffiliateStepService(AuditService audit, OutboxService outbox) {
    this.audit = audit;
    this.outbox = outbox;
  }

  /**
   * Something to be done to an affiliate.
   *
   * @param affiliate as it stands, locked in the transaction of the step
   */
  record Step(Affiliate affiliate, Action action, Actor actor, Optional<String> reason) {}

  /** Writes down and announces an affiliate that exists from now on. */
  Future<Affiliate> begin(SqlClient tx, Affiliate affiliate, Actor actor) {
    var change = Change.created("affiliate", affiliate.id().value(), AffiliateState.PENDING, actor);
    return audit
        .record(tx, List.of(change))
        .compose(written -> outbox.put(tx, List.of(event("affiliate.created", affiliate))))
        .map(affiliate);
  }

  /** Why a step cannot be taken: {@code IllegalTransition} or {@code Forbidden}. */
  static Optional<Failure> objection(Step step) {
    try {
      move(step);
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal.failure());
    }
  }

  /**
   * Takes the steps, all or none.
   *
   * @return the affiliates as they stand then; fails with the first {@link #objection}
   */
  Future<List<Affiliate>> step(SqlClient tx, List<Step> steps) {
    if (steps.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    var moves = steps.stream().map(AffiliateStepService::move).toList();
    return AffiliateStore.setStatus(tx, moves).compose(moved -> tell(tx, moves, moved));
  }

  private static Move move(Step step) {
    var affiliate = step.affiliate();
    var id = affiliate.id().toString();
    var to = AffiliateState.TABLE.next(id, affiliate.status(), step.action(), step.actor());
    if (step.action() != Action.REAPPLY && step.actor().id().equals(affiliate.userId())) {
      throw new Refusal(new Failure.Forbidden());
    }
    return new Move(step, to);
  }

  /** All steps of one call take the same action. */
  private Future<List<Affiliate>> tell(SqlClient tx, List<Move> moves, List<Affiliate> moved) {
    var changes = moves.stream().map(AffiliateStepService::change).toList();
    var type = "affiliate." + past(moves.getFirst().step().action());
    var events = moved.stream().map(affiliate -> event(type, affiliate)).toList();
    return audit.record(tx, changes).compose(written -> outbox.put(tx, events)).map(moved);
  }

  private static Change change(Move move) {
    var step = move.step();
    var affiliate = step.affiliate();
    return Change.of(
            "affiliate",
            affiliate.id().value(),
            step.action(),
            affiliate.status(),
            move.to(),
            step.actor())
        .because(step.reason().orElse(null));
  }

  private static String past(Action action) {
    return switch (action) {
      case APPROVE -> "approved";
      case REJECT -> "rejected";
      case REVOKE -> "revoked";
      case REINSTATE -> "reinstated";
      case REAPPLY -> "reapplied";
    };
  }

  private static OutgoingEvent event(String type, Affiliate affiliate) {
    var data =
        Map.<String, Object>of(
            "affiliate_id", affiliate.id().toString(),
            "user_id", affiliate.userId(),
            "status", StateTable.word(affiliate.status()));
    return new OutgoingEvent(type, affiliate.id().toString(), data);
  }
}
