package dev.tributary.affiliate;

import dev.tributary.audit.AuditService;
import dev.tributary.audit.Note;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes the rights of single affiliates. What has been earned is not touched. */
public final class PolicyService {
  private final Database database;
  private final AuditService audit;

  public PolicyService(Database database, AuditService audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Changes a policy that the caller has seen as it is.
   *
   * @param version of the affiliate as the caller saw it
   * @param edit makes the new policy out of the one that is
   * @return the affiliate as it is then, the same when nothing differs; fails with {@code
   *     Forbidden} for all but reviewers and admins and for one's own, with {@code
   *     PreconditionRequired} without a version, {@code PreconditionFailed} for an old one, or
   *     {@code affiliate_not_found}
   */
  public Future<Affiliate> change(
      Actor actor, AffiliateId id, Optional<Integer> version, UnaryOperator<Policy> edit) {
    if (!actor.has(Role.REVIEWER) && !actor.has(Role.ADMIN)) {
      return AffiliateService.forbidden();
    }
    if (version.isEmpty()) {
      return Future.failedFuture(new Refusal(new Failure.PreconditionRequired()));
    }
    return database.transaction(
        tx ->
            AffiliateStore.take(tx, List.of(id))
                .map(taken -> taken.stream().findFirst())
                .map(found -> found.orElseThrow(() -> AffiliateService.notFound(id.toString())))
                .map(affiliate -> check(actor, affiliate, version.get()))
                .compose(affiliate -> change(tx, actor, affiliate, edit)));
  }

  private static Affiliate check(Actor actor, Affiliate affiliate, int version) {
    if (actor.id().equals(affiliate.userId())) {
      throw new Refusal(new Failure.Forbidden());
    }
    if (affiliate.version() != version) {
      var status = StateTable.word(affiliate.status());
      var resource = new Failure.Resource("affiliate", affiliate.id().toString(), status);
      throw new Refusal(new Failure.PreconditionFailed(resource));
    }
    return affiliate;
  }

  private Future<Affiliate> change(
      SqlClient tx, Actor actor, Affiliate affiliate, UnaryOperator<Policy> edit) {
    var policy = edit.apply(affiliate.policy());
    if (policy.equals(affiliate.policy())) {
      return Future.succeededFuture(affiliate);
    }
    var note =
        new Note(
            "affiliate",
            affiliate.id().value(),
            "change_policy",
            values(affiliate.policy()),
            values(policy),
            actor,
            null);
    return AffiliateStore.setPolicy(tx, affiliate.id(), affiliate.version(), policy)
        .compose(changed -> audit.note(tx, List.of(note)).map(changed.orElseThrow()));
  }

  private static Map<String, Object> values(Policy policy) {
    var values = new HashMap<String, Object>();
    values.put("rate_ppm_override", policy.rate().map(Rate::ppm).orElse(null));
    values.put("max_triggers_override", policy.maxTriggers().orElse(null));
    values.put("can_invite", policy.canInvite());
    values.put("wallet_kind", StateTable.word(policy.walletKind()));
    values.put("tags", policy.tags());
    return values;
  }
}
