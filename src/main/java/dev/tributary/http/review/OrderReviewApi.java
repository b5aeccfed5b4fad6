package dev.tributary.http.review;

import dev.tributary.commission.book.OrderCommissionState;
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

  public OrderReviewApi(ReviewService review, RulingService rulings) {
    this.review = review;
    this.rulings = rulings;
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

  private static Answer answer(ReviewedOrder row) {
    return Answer.ok(ReviewView.of(row));
  }
}
