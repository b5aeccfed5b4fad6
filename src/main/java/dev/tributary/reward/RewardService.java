package dev.tributary.reward;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.commission.CommissionService.Qualified;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import dev.tributary.reward.RewardState.Action;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grants rewards for milestones, each once per affiliate, and lets their owners claim them, each
 * once. It counts nothing itself: the number comes from the transaction that qualified a referral.
 */
public final class RewardService {
  private final Database database;
  private final AffiliateService affiliates;
  private final AuditService audit;
  private final OutboxService outbox;
  private final LedgerService ledger;

  public RewardService(
      Database database,
      AffiliateService affiliates,
      AuditService audit,
      OutboxService outbox,
      LedgerService ledger) {
    this.database = database;
    this.affiliates = affiliates;
    this.audit = audit;
    this.outbox = outbox;
    this.ledger = ledger;
  }

  /** What a user has got so far: rewards, newest first, and money. */
  public record Earnings(List<Reward> rewards, List<Balance> balances) {}

  /** Grants every milestone that has been reached and was not granted before. */
  public Future<Void> grantMilestones(SqlClient tx, List<Qualified> qualified) {
    var done = Future.<Void>succeededFuture();
    for (var referral : qualified) {
      done = done.compose(before -> grantMilestones(tx, referral));
    }
    return done;
  }

  private Future<Void> grantMilestones(SqlClient tx, Qualified referral) {
    var reached =
        referral.settings().milestones().stream()
            .filter(milestone -> milestone.referrals() <= referral.count())
            .toList();
    return reached.isEmpty()
        ? Future.succeededFuture()
        : RewardStore.insertMissing(tx, referral.affiliate(), reached)
            .compose(granted -> announceGranted(tx, granted));
  }

  private Future<Void> announceGranted(SqlClient tx, List<Reward> granted) {
    var changes =
        granted.stream()
            .map(r -> Change.created("reward", r.id().value(), RewardState.GRANTED, Actor.SYSTEM))
            .toList();
    var events = granted.stream().map(reward -> event("reward.granted", reward)).toList();
    return audit.record(tx, changes).compose(done -> outbox.put(tx, events));
  }

  /**
   * The rewards and balances of a user; none for a user who is no affiliate.
   *
   * @return fails with {@code Forbidden} for another user's rewards
   */
  public Future<Earnings> list(Actor actor, String userId) {
    return ownedBy(actor, userId)
        .compose(
            found ->
                found.isPresent()
                    ? list(found.get().id())
                    : Future.succeededFuture(new Earnings(List.of(), List.of())));
  }

  private Future<Earnings> list(AffiliateId affiliate) {
    var rewards = database.run(client -> RewardStore.list(client, affiliate));
    var balances = ledger.listBalances(affiliate.value());
    return Future.all(rewards, balances)
        .map(both -> new Earnings(rewards.result(), balances.result()));
  }

  private Future<Optional<Affiliate>> ownedBy(Actor actor, String userId) {
    return actor.mayActFor(userId)
        ? affiliates.find(userId)
        : Future.failedFuture(new Refusal(new Failure.Forbidden()));
  }

  /**
   * Claims a reward of the user.
   *
   * @return fails with {@code Forbidden}, {@code reward_not_found}, or {@code
   *     reward_already_claimed}
   */
  public Future<Reward> claim(Actor actor, String userId, String rewardId) {
    return ownedBy(actor, userId)
        .compose(affiliate -> database.transaction(tx -> claim(tx, actor, affiliate, rewardId)));
  }

  private Future<Reward> claim(
      SqlClient tx, Actor actor, Optional<Affiliate> owner, String rewardId) {
    var id = RewardId.parse(rewardId);
    if (owner.isEmpty() || id.isEmpty()) {
      return Future.failedFuture(new Refusal(new Failure.NotFound("reward", rewardId)));
    }
    return RewardStore.take(tx, owner.get().id(), id.get())
        .map(found -> found.orElseThrow(() -> notFound(rewardId)))
        .compose(reward -> claim(tx, actor, reward));
  }

  private Future<Reward> claim(SqlClient tx, Actor actor, Reward reward) {
    var to = RewardState.TABLE.next(reward.id().toString(), reward.status(), Action.CLAIM, actor);
    var change = Change.of("reward", reward.id().value(), Action.CLAIM, reward.status(), to, actor);
    return RewardStore.setStatus(tx, reward.id(), reward.status(), to)
        .compose(claimed -> announceClaimed(tx, change, claimed));
  }

  private Future<Reward> announceClaimed(SqlClient tx, Change change, Reward claimed) {
    return audit
        .record(tx, List.of(change))
        .compose(done -> outbox.put(tx, List.of(event("reward.claimed", claimed))))
        .map(claimed);
  }

  private static Refusal notFound(String rewardId) {
    return new Refusal(new Failure.NotFound("reward", rewardId));
  }

  private static OutgoingEvent event(String type, Reward reward) {
    var id = reward.id().toString();
    return new OutgoingEvent(type, id, Map.of("reward_id", id, "name", reward.name()));
  }
}
