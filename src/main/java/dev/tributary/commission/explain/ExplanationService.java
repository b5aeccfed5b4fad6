package dev.tributary.commission.explain;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Answers why an order earned what it earned, from the decisions as they were stored: in full to
 * staff and the host's services, and to an affiliate what concerns their own money. Anybody else is
 * refused alike, whether there is such a decision or not.
 */
public final class ExplanationService {
  private final Database database;
  private final AffiliateService affiliates;

  public ExplanationService(Database database, AffiliateService affiliates) {
    this.database = database;
    this.affiliates = affiliates;
  }

  /**
   * The decisions on an order, oldest first.
   *
   * @return fails with {@code Forbidden}, or {@code order_not_found} when nothing told of the order
   */
  public Future<List<Explanation>> explainOrder(Actor actor, String orderId) {
    return concerned(actor).compose(affiliate -> explainOrder(affiliate, orderId));
  }

  private Future<List<Explanation>> explainOrder(Optional<AffiliateId> affiliate, String orderId) {
    return database
        .run(client -> ExplanationStore.listDecisions(client, orderId, affiliate))
        .map(found -> view(found, affiliate, new Failure.NotFound("order", orderId)));
  }

  /**
   * One decision.
   *
   * @return fails with {@code Forbidden} or {@code decision_not_found}
   */
  public Future<Explanation> explainDecision(Actor actor, String id) {
    return concerned(actor).compose(affiliate -> findDecision(affiliate, id)).map(List::getFirst);
  }

  private Future<List<Explanation>> findDecision(Optional<AffiliateId> affiliate, String id) {
    var known = DecisionId.parse(id);
    var found =
        known.isEmpty()
            ? Future.succeededFuture(Optional.<Explanation>empty())
            : database.run(client -> ExplanationStore.findDecision(client, known.get(), affiliate));
    return found
        .map(decision -> decision.stream().toList())
        .map(decisions -> view(decisions, affiliate, new Failure.NotFound("decision", id)));
  }

  /** The affiliate to whose decisions the caller is limited; nobody for those who see all. */
  private Future<Optional<AffiliateId>> concerned(Actor actor) {
    return actor.isStaff() || actor.has(Role.SERVICE)
        ? Future.succeededFuture(Optional.empty())
        : affiliates
            .find(actor.id())
            .map(found -> found.map(Affiliate::id).or(ExplanationService::nobody));
  }

  private static Optional<AffiliateId> nobody() {
    throw new Refusal(new Failure.Forbidden());
  }

  private static List<Explanation> view(
      List<Explanation> found, Optional<AffiliateId> affiliate, Failure missing) {
    if (found.isEmpty()) {
      throw new Refusal(affiliate.isPresent() ? new Failure.Forbidden() : missing);
    }
    return affiliate.isPresent() ? found.stream().map(Explanation::redacted).toList() : found;
  }
}
