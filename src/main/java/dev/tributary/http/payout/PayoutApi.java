package dev.tributary.http.payout;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.payout.Payout;
import dev.tributary.payout.PayoutService;
import io.vertx.core.Future;

/** The payouts of the caller. */
public final class PayoutApi {
  private final PayoutService payouts;

  public PayoutApi(PayoutService payouts) {
    this.payouts = payouts;
  }

  public Future<Answer> listMyPayouts(Call call) {
    return payouts
        .listOwn(call.actor(), PayoutRequest.filter(call), PayoutRequest.limit(call))
        .map(page -> Answer.page(page, PayoutView::of));
  }

  public Future<Answer> requestPayout(Call call) {
    var once = call.<Payout>once(payout -> Answer.created(PayoutView.of(payout)));
    return payouts.request(call.actor(), PayoutRequest.wish(call), once).map(Answer::of);
  }

  public Future<Answer> getMyPayout(Call call) {
    return payouts.getOwn(call.actor(), PayoutRequest.id(call)).map(PayoutApi::answer);
  }

  public Future<Answer> cancelMyPayout(Call call) {
    var note = PayoutRequest.note(call);
    return payouts
        .cancelOwn(call.actor(), PayoutRequest.id(call), note, call.once(PayoutApi::answer))
        .map(Answer::of);
  }

  static Answer answer(Payout payout) {
    return Answer.ok(PayoutView.of(payout));
  }
}
