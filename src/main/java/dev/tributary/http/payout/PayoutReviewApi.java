package dev.tributary.http.payout;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.Operation;
import dev.tributary.payout.PayoutService;
import dev.tributary.payout.PayoutState.Action;
import io.vertx.core.Future;

/** Everybody's payouts, for staff. */
public final class PayoutReviewApi {
  private final PayoutService payouts;

  public PayoutReviewApi(PayoutService payouts) {
    this.payouts = payouts;
  }

  public Future<Answer> listPayouts(Call call) {
    return payouts
        .list(call.actor(), PayoutRequest.filter(call), PayoutRequest.limit(call))
        .map(page -> Answer.page(page, PayoutView::of));
  }

  public Future<Answer> getPayout(Call call) {
    return payouts.get(call.actor(), PayoutRequest.id(call)).map(PayoutApi::answer);
  }

  /** The operation that takes this action on the payout in the path. */
  public Operation decision(Action action) {
    return call -> {
      var note = PayoutRequest.note(call);
      var once = call.once(PayoutApi::answer);
      return payouts
          .decide(call.actor(), PayoutRequest.id(call), action, note, once)
          .map(Answer::of);
    };
  }
}
