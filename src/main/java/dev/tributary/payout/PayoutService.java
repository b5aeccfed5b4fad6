package dev.tributary.payout;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.LedgerService;
import dev.tributary.payout.PayoutState.Action;
import dev.tributary.payout.PayoutStepService.Step;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes withdrawals and shows what became of them: to affiliates their own, to staff all. A payout
 * exists with its reserve or not at all.
 */
public final class PayoutService {
  private static final List<Action> AT_ONCE = List.of(Action.APPROVE, Action.PROCESS, Action.PAY);

  private final Database database;
  private final AffiliateService affiliates;
  private final SettingsService settings;
  private final LedgerService ledger;
  private final PayoutStepService steps;

  public PayoutService(
      Database database,
      AffiliateService affiliates,
      SettingsService settings,
      LedgerService ledger,
      PayoutStepService steps) {
    this.database = database;
    this.affiliates = affiliates;
    this.settings = settings;
    this.ledger = ledger;
    this.steps = steps;
  }

  /**
   * Which payouts to list; what is empty does not matter.
   *
   * @param until the moment before which they were asked for
   * @param after the last one of the page before
   */
  public record Filter(
      Optional<String> userId,
      Optional<AffiliateId> affiliateId,
      Optional<PayoutState> status,
      Optional<Instant> from,
      Optional<Instant> until,
      Optional<PayoutId> after) {

    Filter ofUser(String id) {
      return new Filter(Optional.of(id), affiliateId, status, from, until, after);
    }
  }

  /**
   * Withdraws from what the caller has available. Where the settings say so it is paid in the same
   * moment; else the amount is reserved until somebody has decided.
   *
   * @return fails with {@code affiliate_not_found} for somebody who is none, {@code Invalid} for a
   *     method that is not offered, {@code affiliate_pending} and the like, {@code
   *     payout_below_minimum}, {@code insufficient_balance}, or {@code KeyReused}
   */
  public Future<Reply> request(Actor actor, Wish wish, Once<Payout> once) {
    return affiliates
        .find(actor.id())
        .map(found -> found.orElseThrow(() -> notFound("affiliate", actor.id())))
        .compose(
            affiliate ->
                database.transaction(
                    tx -> once.run(tx, () -> request(tx, actor, affiliate, wish))));
  }

  private Future<Payout> request(SqlClient tx, Actor actor, Affiliate affiliate, Wish wish) {
    var rules = settings.current();
    var objection = PayoutRules.check(wish, affiliate.status(), rules.payouts());
    if (objection.isPresent()) {
      return Future.failedFuture(new Refusal(objection.get()));
    }
    boolean atOnce = rules.paysAtOnce(wish.method());
    var id = new PayoutId(NewId.next());
    var status = atOnce ? PayoutState.PAID : PayoutState.REQUESTED;
    return PayoutStore.insert(tx, id, affiliate.id(), wish, status)
        .compose(payout -> begin(tx, actor, payout, atOnce ? AT_ONCE : List.of()));
  }

  /** The money comes last: the account is locked from here to the commit, and no longer. */
  private Future<Payout> begin(SqlClient tx, Actor actor, Payout payout, List<Action> bySystem) {
    return steps
        .begin(tx, actor, payout, bySystem)
        .compose(announced -> ledger.postIfCovered(tx, PayoutMoney.reserve(payout)))
        .compose(covered -> covered ? Future.succeededFuture() : refuse(tx, payout))
        .compose(reserved -> ledger.post(tx, PayoutMoney.onReaching(payout)))
        .map(payout);
  }

  private Future<Void> refuse(SqlClient tx, Payout payout) {
    var available = PayoutMoney.account(payout.affiliateId(), Bucket.AVAILABLE);
    return ledger
        .balance(tx, available, payout.amount().currency())
        .compose(balance -> Future.failedFuture(insufficient(balance)));
  }

  private static Refusal insufficient(Money balance) {
    return new Refusal(
        new Failure.Refused(
            "insufficient_balance",
            "Available are %d in minor units of %s."
                .formatted(balance.minor(), balance.currency().wire())));
  }

  /** The caller's own payouts, newest first. */
  public Future<Page<Payout>> listOwn(Actor actor, Filter filter, int limit) {
    return page(filter.ofUser(actor.id()), limit);
  }

  /** Everybody's payouts, newest first; fails with {@code Forbidden} for all but staff. */
  public Future<Page<Payout>> list(Actor actor, Filter filter, int limit) {
    return actor.isStaff() ? page(filter, limit) : forbidden();
  }

  private Future<Page<Payout>> page(Filter filter, int limit) {
    return database
        .run(client -> PayoutStore.list(client, filter, limit + 1))
        .map(rows -> Page.of(rows, limit, payout -> payout.id().toString()));
  }

  /** A payout of the caller; fails with {@code Forbidden} for any other, whether there or not. */
  public Future<Payout> getOwn(Actor actor, PayoutId id) {
    return database
        .run(client -> PayoutStore.find(client, id))
        .map(found -> found.filter(payout -> payout.userId().equals(actor.id())))
        .map(found -> found.orElseThrow(() -> new Refusal(new Failure.Forbidden())));
  }

  /** Any payout; fails with {@code Forbidden} for all but staff, or {@code payout_not_found}. */
  public Future<Payout> get(Actor actor, PayoutId id) {
    return actor.isStaff()
        ? database
            .run(client -> PayoutStore.find(client, id))
            .map(found -> found.orElseThrow(() -> notFound("payout", id.toString())))
        : forbidden();
  }

  /**
   * Takes back a payout of the caller's own, in whatever other roles they are here.
   *
   * @return fails with {@code Forbidden} for any other payout, or {@code IllegalTransition}
   */
  public Future<Reply> cancelOwn(Actor actor, PayoutId id, Note note, Once<Payout> once) {
    var owner = new Actor(actor.id(), Set.of(Role.USER));
    return transaction(
        once,
        tx ->
            take(tx, id)
                .map(found -> found.filter(payout -> payout.userId().equals(actor.id())))
                .map(found -> found.orElseThrow(() -> new Refusal(new Failure.Forbidden())))
                .compose(payout -> step(tx, owner, Step.of(payout, Action.CANCEL, note))));
  }

  /**
   * Decides about somebody's payout.
   *
   * @return fails with {@code Forbidden} for all but staff, for staff without this right and for
   *     the caller's own payout, with {@code payout_not_found}, or with {@code IllegalTransition}
   */
  public Future<Reply> decide(
      Actor actor, PayoutId id, Action action, Note note, Once<Payout> once) {
    return actor.isStaff()
        ? transaction(
            once,
            tx ->
                take(tx, id)
                    .map(found -> found.orElseThrow(() -> notFound("payout", id.toString())))
                    .compose(payout -> step(tx, actor, Step.of(payout, action, note))))
        : forbidden();
  }

  private Future<Reply> transaction(Once<Payout> once, Function<SqlClient, Future<Payout>> effect) {
    return database.transaction(tx -> once.run(tx, () -> effect.apply(tx)));
  }

  private Future<Optional<Payout>> take(SqlClient tx, PayoutId id) {
    return steps.take(tx, List.of(id)).map(taken -> taken.stream().findFirst());
  }

  private Future<Payout> step(SqlClient tx, Actor actor, Step step) {
    return steps.step(tx, actor, List.of(step)).map(List::getFirst);
  }

  private static <T> Future<T> forbidden() {
    return Future.failedFuture(new Refusal(new Failure.Forbidden()));
  }

  private static Refusal notFound(String type, String id) {
    return new Refusal(new Failure.NotFound(type, id));
  }
}
