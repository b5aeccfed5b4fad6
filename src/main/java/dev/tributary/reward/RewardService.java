package dev.tributary.reward;

import dev.tributary.affiliate.AffiliateService;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Change;
import dev.tributary.commission.Qualified;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.LedgerService;
import dev.tributary.ledger.Transfer;
import dev.tributary.platform.Database;
import dev.tributary.reward.RewardState.Action;
import dev.tributary.settings.Prize.Value;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Grants what follows from qualified referrals, each reward of an owner once, and lets owners claim
 * it, each once, until it expires or is revoked. It counts nothing itself: the number comes from
 * the transaction that qualified a referral.
 */
public final class RewardService {
  private static final int BATCH = 100;

  private final Database database;
  private final AffiliateService affiliates;
  private final AuditService audit;
  private final OutboxService outbox;
  private final LedgerService ledger;
  private final RewardCalculation calculation;
  private final SecureRandom random = new SecureRandom();

  public RewardService(
      Database database,
      AffiliateService affiliates,
      AuditService audit,
      OutboxService outbox,
      LedgerService ledger,
      RewardCalculation calculation) {
    this.database = database;
    this.affiliates = affiliates;
    this.audit = audit;
    this.outbox = outbox;
    this.ledger = ledger;
    this.calculation = calculation;
  }

  /**
   * What a user has got so far: rewards, newest first, and money.
   *
   * @param points the sum of the points claimed
   */
  public record Earnings(List<Reward> rewards, long points, List<Balance> balances) {}

  /** Grants everything that follows and was not granted before, in the caller's transaction. */
  public Future<Void> grant(SqlClient tx, List<Qualified> qualified) {
    var grants = Grant.of(qualified, calculation);
    return grants.isEmpty()
        ? Future.succeededFuture()
        : RewardStore.insertMissing(tx, GrantJson.write(grants, this::newSecret))
            .compose(granted -> announceGranted(tx, granted));
  }

  /** 80 bits in letters and digits that nobody mixes up. */
  private String newSecret() {
    return random
        .ints(16, 0, 32)
        .mapToObj("0123456789ABCDEFGHJKMNPQRSTVWXYZ"::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  private Future<Void> announceGranted(SqlClient tx, List<Reward> granted) {
    var changes =
        granted.stream()
            .map(r -> Change.created("reward", r.id().value(), RewardState.GRANTED, Actor.SYSTEM))
            .toList();
    return announce(tx, changes, granted);
  }

  private Future<Void> announce(SqlClient tx, List<Change> changes, List<Reward> rewards) {
    var events = rewards.stream().map(RewardService::event).toList();
    return audit.record(tx, changes).compose(done -> outbox.put(tx, events));
  }

  /** The claim of a voucher tells its code: that is when the host's shop has to know it. */
  private static OutgoingEvent event(Reward reward) {
    var id = reward.id().toString();
    var data =
        Map.<String, Object>of(
            "reward_id", id,
            "user_id", reward.ownerUserId(),
            "kind", reward.kind(),
            "name", reward.name(),
            "value", reward.valueFields(reward.status() == RewardState.CLAIMED));
    return new OutgoingEvent("reward." + StateTable.word(reward.status()), id, data);
  }

  /**
   * The rewards and balances of a user; no balances for a user who is no affiliate.
   *
   * @return fails with {@code Forbidden} for another user's rewards
   */
  public Future<Earnings> list(Actor actor, String userId) {
    if (!actor.mayActFor(userId)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    var rewards = database.run(client -> RewardStore.list(client, userId));
    var points = database.run(client -> RewardStore.sumPoints(client, userId));
    var balances = balances(userId);
    return Future.all(rewards, points, balances)
        .map(all -> new Earnings(rewards.result(), points.result(), balances.result()));
  }

  private Future<List<Balance>> balances(String userId) {
    return affiliates
        .find(userId)
        .compose(
            affiliate ->
                affiliate.isPresent()
                    ? ledger.listBalances(affiliate.get().id().value())
                    : Future.succeededFuture(List.of()));
  }

  /**
   * Claims a reward of the user; cash is in the available balance by the same commit.
   *
   * @return fails with {@code Forbidden}, {@code reward_not_found}, {@code reward_already_claimed},
   *     {@code reward_already_expired} or {@code reward_already_revoked}
   */
  public Future<Reward> claim(Actor actor, String userId, String rewardId) {
    if (!actor.mayActFor(userId)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return database.transaction(
        tx ->
            take(tx, rewardId)
                .map(found -> found.filter(reward -> reward.ownerUserId().equals(userId)))
                .map(found -> found.orElseThrow(() -> notFound(rewardId)))
                .compose(reward -> claim(tx, actor, reward)));
  }

  private static Future<Optional<Reward>> take(SqlClient tx, String rewardId) {
    var id = RewardId.parse(rewardId);
    return id.isPresent()
        ? RewardStore.take(tx, id.get())
        : Future.succeededFuture(Optional.empty());
  }

  private static Refusal notFound(String rewardId) {
    return new Refusal(new Failure.NotFound("reward", rewardId));
  }

  private Future<Reward> claim(SqlClient tx, Actor actor, Reward reward) {
    return move(tx, reward, change(reward, Action.CLAIM, actor), RewardState.CLAIMED)
        .compose(claimed -> ledger.post(tx, credit(claimed)).map(claimed));
  }

  /** Refuses an edge that is not in the table, or not this actor's to take. */
  private static Change change(Reward reward, Action action, Actor actor) {
    var to = RewardState.TABLE.next(reward.id().toString(), reward.status(), action, actor);
    return Change.of("reward", reward.id().value(), action, reward.status(), to, actor);
  }

  private Future<Reward> move(SqlClient tx, Reward reward, Change change, RewardState to) {
    return RewardStore.setStatus(tx, reward.id(), reward.status(), to)
        .compose(moved -> announce(tx, List.of(change), List.of(moved)).map(moved));
  }

  private static List<Transfer> credit(Reward reward) {
    if (!(reward.value() instanceof Value.Cash(var amount))) {
      return List.of();
    }
    var available = new Account(reward.affiliate().orElseThrow().value(), Bucket.AVAILABLE);
    var key = "reward:" + reward.id();
    return List.of(new Transfer(key, "reward", Account.EXPENSE, available, amount));
  }

  /**
   * Takes back a reward that was not claimed yet.
   *
   * @return fails with {@code Forbidden}, {@code reward_not_found}, or the state it is in
   */
  public Future<Reward> revoke(Actor actor, String rewardId, String reason) {
    if (!actor.has(Role.ADMIN)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return database.transaction(
        tx ->
            take(tx, rewardId)
                .map(found -> found.orElseThrow(() -> notFound(rewardId)))
                .compose(reward -> revoke(tx, actor, reward, reason)));
  }

  private Future<Reward> revoke(SqlClient tx, Actor actor, Reward reward, String reason) {
    var change = change(reward, Action.REVOKE, actor).because(reason);
    return move(tx, reward, change, RewardState.REVOKED);
  }

  /** Writes down that rewards have expired; true when there may be more. */
  public Future<Boolean> expireNext() {
    return database.transaction(
        tx ->
            RewardStore.expireDue(tx, RewardState.EXPIRED, BATCH)
                .compose(expired -> announceExpired(tx, expired))
                .map(count -> count == BATCH));
  }

  private Future<Integer> announceExpired(SqlClient tx, List<Reward> expired) {
    var changes = expired.stream().map(RewardService::expiry).toList();
    return announce(tx, changes, expired).map(expired.size());
  }

  private static Change expiry(Reward expired) {
    var id = expired.id().value();
    return Change.of(
        "reward", id, Action.EXPIRE, RewardState.GRANTED, RewardState.EXPIRED, Actor.SYSTEM);
  }
}
