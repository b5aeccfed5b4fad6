package dev.tributary.commission;

import dev.tributary.audit.AuditService;
import dev.tributary.commission.engine.CommissionEngine;
import dev.tributary.commission.engine.Decision.Award;
import dev.tributary.commission.engine.Facts;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.OutboxService;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.NewId;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralService;
import dev.tributary.settings.Settings;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;

/**
 * Turns paid orders into commissions: loads the facts, lets the engine decide, and writes the
 * decision with all its consequences in the caller's transaction. An order earns once, whatever
 * tells of it and how often.
 */
public final class CommissionService {
  /** What follows when a referral qualifies, in the same transaction; rewards hang on it. */
  @FunctionalInterface
  public interface OnQualified {
    Future<Void> qualified(SqlClient tx, List<Qualified> qualified);
  }

  private final ReferralService referrals;
  private final SettingsService settings;
  private final LedgerService ledger;
  private final AuditService audit;
  private final OutboxService outbox;
  private final OnQualified rewards;

  public CommissionService(
      ReferralService referrals,
      SettingsService settings,
      LedgerService ledger,
      AuditService audit,
      OutboxService outbox,
      OnQualified rewards) {
    this.referrals = referrals;
    this.settings = settings;
    this.ledger = ledger;
    this.audit = audit;
    this.outbox = outbox;
    this.rewards = rewards;
  }

  /** Decides a paid order; an order whose buyer nobody has referred yet waits for the referral. */
  public Future<Handled> onOrderPaid(SqlClient tx, EventId event, OrderPaid order) {
    return CommissionStore.recordOrder(tx, event, order)
        .compose(first -> decide(tx, event, order, !first))
        .compose(payment -> write(tx, payment))
        .map(CommissionService::handled);
  }

  private Future<Payment> decide(SqlClient tx, EventId event, OrderPaid order, boolean duplicate) {
    var rules = settings.inForceAt(tx, order.paidAt());
    var bond = referrals.takeBond(tx, order.userId());
    return Future.all(rules, bond)
        .map(both -> decide(event, order, rules.result(), bond.result(), duplicate));
  }

  private static Payment decide(
      EventId event, OrderPaid order, Settings rules, Optional<Bond> bond, boolean duplicate) {
    var decision = CommissionEngine.decide(new Facts(order, bond, duplicate), rules);
    return new Payment(event, order, rules, bond, new DecisionId(NewId.next()), decision);
  }

  private Future<Payment> write(SqlClient tx, Payment payment) {
    return CommissionStore.insertDecision(tx, payment)
        .compose(
            done ->
                payment.decision().award().isPresent()
                    ? award(tx, payment, payment.bond().get(), payment.decision().award().get())
                    : Future.succeededFuture())
        .map(payment);
  }

  private Future<Void> award(SqlClient tx, Payment payment, Bond bond, Award award) {
    var posting = CommissionPosting.of(payment, bond, award, NewId.next(), NewId.next());
    return CommissionStore.insertCommission(tx, payment, bond, award, posting)
        .compose(qualified -> reward(tx, payment, bond, posting, qualified))
        .compose(done -> ledger.post(tx, posting.transfers()))
        .compose(done -> audit.record(tx, posting.changes()))
        .compose(done -> outbox.put(tx, posting.events()));
  }

  private Future<Void> reward(
      SqlClient tx, Payment payment, Bond bond, CommissionPosting posting, int qualified) {
    return posting.qualifies()
        ? rewards.qualified(tx, List.of(qualified(payment, bond, qualified)))
        : Future.succeededFuture();
  }

  private static Qualified qualified(Payment payment, Bond bond, int count) {
    return new Qualified(
        bond.referral(), bond.affiliate(), payment.order().userId(), count, payment.settings());
  }

  private static Handled handled(Payment payment) {
    var reason = payment.decision().reasonCode();
    return reason.equals("user_not_referred") ? Handled.waiting(reason) : Handled.done(reason);
  }
}
