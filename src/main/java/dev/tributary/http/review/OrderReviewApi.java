package dev.tributary.http.review;

import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.review.BulkService;
import dev.tributary.commission.review.ReviewService;
import dev.tributary.commission.review.ReviewedOrder;
import dev.tributary.commission.review.RulingService;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.Operation;
import io.vertx.core.Future;

/** Order commissions, for staff. */
public final class OrderReviewApi {
  private final ReviewService review;
  private final RulingService rulings;
  private final BulkService bulk;

  public OrderReviewApi(ReviewService review, RulingService rulings, BulkService bulk) {
    this.review = review;
    this.rulings = rulings;
    this.bulk = bulk;
  }

  public Future<Answer> listOrderCommissions(Call call) {
    var filter = ReviewRequest.filter(call, OrderCommissionState::valueOf);
    return review
        .listOrders(call.actor(), filter, call.query("cursor"), ReviewRequest.limit(call))
        .map(page -> Answer.page(page, ReviewView::of));
  }

  public Future<Answer> getOrderCommission(Call call) {
    return review.getOrder(call.actor(), ReviewRequest.orderId(call)).map(OrderReviewApi::answer);
  }

  /** The operation that takes this action on the order commission in the path. */
  public Operation decision(OrderCommissionState.Action action) {
    return call -> {
      var reason = ReviewRequest.reason(call);
      var once = call.once(OrderReviewApi::answer);
      return rulings
          .decide(call.actor(), ReviewRequest.orderId(call), action, reason, once)
          .map(Answer::of);
    };
  }

  public Future<Answer> changeOrderCommission(Call call) {
    var reason = ReviewRequest.reason(call, "rate_ppm");
    return rulings
        .reprice(call.actor(), ReviewRequest.orderId(call), ReviewRequest.rate(call), reason)
        .map(OrderReviewApi::answer);
  }

  public Future<Answer> decideOrderCommissions(Call call) {
    var reason = ReviewRequest.reason(call, "action", "ids");
    var action = OrderCommissionState.Action.valueOf(ReviewRequest.action(call));
    return bulk.decideOrders(call.actor(), ReviewRequest.orderIds(call), action, reason)
        .map(ReviewView::of)
        .map(Answer::ok);
  }

  private static Answer answer(ReviewedOrder row) {
    return Answer.ok(ReviewView.of(row));
  }
}
