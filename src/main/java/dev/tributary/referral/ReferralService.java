package dev.tributary.referral;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.event.DispatchService.Arrived;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.UserRegistered;
import dev.tributary.event.InboxService;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.event.Subject;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import dev.tributary.referral.BindingRules.Verdict.Binds;
import dev.tributary.referral.BindingRules.Verdict.Refuses;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Binds new users to the affiliates who brought them: one bond for each user, made once. It never
 * changes a bond and pays nothing.
 */
public final class ReferralService {
  private final Database database;
  private final CandidateService candidates;
  private final AuditService audit;
  private final OutboxService outbox;
  private final InboxService inbox;
  private final ReferralValidation validation;

  public ReferralService(
      Database database,
      CandidateService candidates,
      AuditService audit,
      OutboxService outbox,
      InboxService inbox,
      ReferralValidation validation) {
    this.database = database;
    this.candidates = candidates;
    this.audit = audit;
    this.outbox = outbox;
    this.inbox = inbox;
    this.validation = validation;
  }

  /**
   * Binds the new user, or returns the bond there is.
   *
   * @return fails with {@code Forbidden}, {@code code_not_found}, or a reason such as {@code
   *     self_referral}
   */
  public Future<Referral> bind(Actor actor, Claim claim) {
    if (!actor.mayActFor(claim.newUserId())) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return database.transaction(tx -> bind(tx, actor, claim));
  }

  /** Binds by events of the host. A user whom nobody referred is no failure. */
  public Future<Map<EventId, Handled>> onUserRegistered(
      SqlClient tx, List<Arrived<UserRegistered>> events) {
    var users = events.stream().map(arrived -> Subject.user(arrived.event().userId())).toList();
    var handled = new HashMap<EventId, Handled>();
    var done = inbox.lock(tx, users);
    for (var arrived : events) {
      done =
          done.compose(before -> onUserRegistered(tx, arrived.event()))
              .onSuccess(outcome -> handled.put(arrived.id(), outcome))
              .mapEmpty();
    }
    return done.map(handled);
  }

  private Future<Handled> onUserRegistered(SqlClient tx, UserRegistered event) {
    var claim =
        new Claim(
            event.userId(),
            event.coupon(),
            event.referralCode(),
            event.clickId(),
            event.registeredAt());
    return bind(tx, Actor.SYSTEM, claim)
        .map(referral -> Handled.done(referral.reasonCode()))
        .recover(ReferralService::unbound);
  }

  private static Future<Handled> unbound(Throwable fault) {
    return fault instanceof Refusal refusal
        ? Future.succeededFuture(Handled.done(refusal.failure().code()))
        : Future.failedFuture(fault);
  }

  // The lock closes a race: an order of this user that found no bond marks itself as waiting under
  // the same lock, so it either sees the bond made here or is seen by the wake-up below.
  private Future<Referral> bind(SqlClient tx, Actor actor, Claim claim) {
    return inbox
        .lock(tx, List.of(Subject.user(claim.newUserId())))
        .compose(locked -> ReferralStore.find(tx, claim.newUserId()))
        .compose(
            bond ->
                bond.isPresent()
                    ? Future.succeededFuture(bond.get().alreadyBound())
                    : decide(tx, actor, claim));
  }

  private Future<Referral> decide(SqlClient tx, Actor actor, Claim claim) {
    return candidates
        .list(tx, claim)
        .map(found -> BindingRules.decide(claim, found, validation))
        .compose(
            verdict ->
                switch (verdict) {
                  case Binds binds -> insert(tx, actor, claim, binds);
                  case Refuses refuses -> Future.failedFuture(new Refusal(refuses.failure()));
                });
  }

  private Future<Referral> insert(SqlClient tx, Actor actor, Claim claim, Binds binds) {
    return ReferralStore.insert(tx, claim, binds)
        .compose(referral -> announce(tx, actor, referral))
        .compose(referral -> wake(tx, referral));
  }

  private Future<Referral> announce(SqlClient tx, Actor actor, Referral referral) {
    var change = Change.created("referral", referral.id().value(), ReferralState.PENDING, actor);
    var event =
        new OutgoingEvent(
            "referral.created",
            referral.id().toString(),
            Map.of(
                "referral_id", referral.id().toString(),
                "affiliate_user_id", referral.affiliateUserId(),
                "referred_user_id", referral.referredUserId()));
    return audit
        .record(tx, List.of(change))
        .compose(done -> outbox.put(tx, List.of(event)))
        .map(referral);
  }

  private Future<Referral> wake(SqlClient tx, Referral referral) {
    return inbox.wake(tx, List.of(Subject.user(referral.referredUserId()))).map(referral);
  }

  /**
   * The bonds of these users, by user, locked until the transaction ends. Nobody can bind one of
   * the others meanwhile, as long as the caller holds the locks of the users as well.
   */
  public Future<Map<String, Bond>> takeBonds(SqlClient tx, Collection<String> userIds) {
    return ReferralStore.takeBonds(tx, userIds);
  }

  /**
   * Writes down how many orders of each referral have earned, and in what state it is with that.
   *
   * @param qualified how many referrals of each affiliate qualified by it
   * @return how many referrals of each of these affiliates have qualified in all
   */
  public Future<Map<AffiliateId, Integer>> update(
      SqlClient tx, Collection<Bond> bonds, Map<AffiliateId, Integer> qualified) {
    return bonds.isEmpty()
        ? Future.succeededFuture(Map.of())
        : ReferralStore.update(tx, bonds, qualified);
  }
}
