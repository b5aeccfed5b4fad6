package dev.tributary.commission;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.util.List;

/** Answers why an order earned what it earned, from the decisions as they were stored. */
public final class ExplanationService {
  private final Database database;

  public ExplanationService(Database database) {
    this.database = database;
  }

  /**
   * The decisions on an order, for staff and the host's services.
   *
   * @return fails with {@code Forbidden}, or {@code order_not_found} when nothing told of the order
   */
  public Future<Explanation> explain(Actor actor, String orderId) {
    if (!actor.isStaff() && !actor.has(Role.SERVICE)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return database
        .run(client -> ExplanationStore.listDecisions(client, orderId))
        .map(decisions -> explanation(orderId, decisions));
  }

  private static Explanation explanation(String orderId, List<Explanation.Entry> decisions) {
    if (decisions.isEmpty()) {
      throw new Refusal(new Failure.NotFound("order", orderId));
    }
    return new Explanation(orderId, decisions);
  }
}
