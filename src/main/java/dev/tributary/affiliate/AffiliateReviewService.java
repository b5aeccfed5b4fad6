package dev.tributary.affiliate;

import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.affiliate.AffiliateStepService.Step;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Database;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides who may earn: one at a time or many, and the new try of somebody who was rejected. */
public final class AffiliateReviewService {
  private final Database database;
  private final AffiliateStepService steps;

  public AffiliateReviewService(Database database, AffiliateStepService steps) {
    this.database = database;
    this.steps = steps;
  }

  /** What staff want to happen, and why. */
  public record Verdict(Action action, Optional<String> reason) {}

  /**
   * What came of a verdict about one of many.
   *
   * @param affiliate as it stands now; empty when there is none
   * @param failure why nothing was done to it; empty when it was
   */
  public record Outcome(AffiliateId id, Optional<Affiliate> affiliate, Optional<Failure> failure) {}

  /**
   * Decides about an affiliate.
   *
   * @return fails with {@code Forbidden} for all but staff, for staff without this right and about
   *     oneself, with {@code affiliate_not_found}, or with {@code IllegalTransition}
   */
  public Future<Reply> decide(Actor actor, AffiliateId id, Verdict verdict, Once<Affiliate> once) {
    return actor.isStaff()
        ? database.transaction(tx -> once.run(tx, () -> decide(tx, actor, id, verdict)))
        : AffiliateService.forbidden();
  }

  private Future<Affiliate> decide(SqlClient tx, Actor actor, AffiliateId id, Verdict verdict) {
    return AffiliateStore.take(tx, List.of(id))
        .map(taken -> taken.stream().findFirst())
        .map(found -> found.orElseThrow(() -> AffiliateService.notFound(id.toString())))
        .compose(affiliate -> step(tx, affiliate, verdict, actor));
  }

  private Future<Affiliate> step(SqlClient tx, Affiliate affiliate, Verdict verdict, Actor actor) {
    return steps.step(tx, List.of(step(affiliate, verdict, actor))).map(List::getFirst);
  }

  /**
   * Asks again after a rejection, in whatever other roles the caller is here.
   *
   * @return fails with {@code affiliate_not_found}, or with {@code IllegalTransition}
   */
  public Future<Reply> reapply(Actor actor, Optional<String> reason, Once<Affiliate> once) {
    var owner = new Actor(actor.id(), Set.of(Role.USER));
    var verdict = new Verdict(Action.REAPPLY, reason);
    return database.transaction(
        tx ->
            once.run(
                tx,
                () ->
                    AffiliateStore.take(tx, owner.id())
                        .map(f -> f.orElseThrow(() -> AffiliateService.notFound(owner.id())))
                        .compose(affiliate -> step(tx, affiliate, verdict, owner))));
  }

  /**
   * Decides about many in one transaction: what can be done is, and the others are told apart.
   *
   * @param ids no id twice
   * @return one outcome for each id, in their order; fails with {@code Forbidden} for all but staff
   */
  public Future<Reply> decideAll(
      Actor actor, List<AffiliateId> ids, Verdict verdict, Once<List<Outcome>> once) {
    return actor.isStaff()
        ? database.transaction(tx -> once.run(tx, () -> decideAll(tx, actor, ids, verdict)))
        : AffiliateService.forbidden();
  }

  private Future<List<Outcome>> decideAll(
      SqlClient tx, Actor actor, List<AffiliateId> ids, Verdict verdict) {
    return AffiliateStore.take(tx, ids)
        .map(taken -> taken.stream().map(a -> step(a, verdict, actor)).toList())
        .compose(wanted -> stepWherePossible(tx, ids, wanted));
  }

  private static Step step(Affiliate affiliate, Verdict verdict, Actor actor) {
    return new Step(affiliate, verdict.action(), actor, verdict.reason());
  }

  private Future<List<Outcome>> stepWherePossible(
      SqlClient tx, List<AffiliateId> ids, List<Step> wanted) {
    var refused =
        wanted.stream()
            .flatMap(
                step -> AffiliateStepService.objection(step).map(f -> outcome(step, f)).stream())
            .collect(Collectors.toMap(Outcome::id, Function.identity()));
    var possible =
        wanted.stream().filter(step -> !refused.containsKey(step.affiliate().id())).toList();
    return steps.step(tx, possible).map(moved -> outcomes(ids, refused, moved));
  }

  private static Outcome outcome(Step step, Failure failure) {
    var affiliate = step.affiliate();
    return new Outcome(affiliate.id(), Optional.of(affiliate), Optional.of(failure));
  }

  private static List<Outcome> outcomes(
      List<AffiliateId> ids, Map<AffiliateId, Outcome> refused, List<Affiliate> moved) {
    var known =
        moved.stream()
            .map(a -> new Outcome(a.id(), Optional.of(a), Optional.empty()))
            .collect(Collectors.toMap(Outcome::id, Function.identity()));
    known.putAll(refused);
    return ids.stream().map(id -> known.getOrDefault(id, missing(id))).toList();
  }

  private static Outcome missing(AffiliateId id) {
    var failure = new Failure.NotFound("affiliate", id.toString());
    return new Outcome(id, Optional.empty(), Optional.of(failure));
  }
}
