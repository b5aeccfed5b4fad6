package dev.tributary.http.review;

import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.review.BulkService;
import dev.tributary.commission.review.ReviewService;
import dev.tributary.commission.review.ReviewedInvoice;
import dev.tributary.commission.review.RulingService;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.Operation;
import io.vertx.core.Future;

/** Invoice commissions, for staff. */
public final class InvoiceReviewApi {
  private final ReviewService review;
  private final RulingService rulings;
  private final BulkService bulk;

  public InvoiceReviewApi(ReviewService review, RulingService rulings, BulkService bulk) {
    this.review = review;
    this.rulings = rulings;
    this.bulk = bulk;
  }

  public Future<Answer> listInvoiceCommissions(Call call) {
    var filter = ReviewRequest.filter(call, InvoiceCommissionState::valueOf);
    return review
        .listInvoices(call.actor(), filter, call.query("cursor"), ReviewRequest.limit(call))
        .map(page -> Answer.page(page, ReviewView::of));
  }

  public Future<Answer> getInvoiceCommission(Call call) {
    return review
        .getInvoice(call.actor(), ReviewRequest.invoiceId(call))
        .map(InvoiceReviewApi::answer);
  }

  /** The operation that takes this action on the invoice commission in the path. */
  public Operation decision(InvoiceCommissionState.Action action) {
    return call -> {
      var reason = ReviewRequest.reason(call);
      var once = call.once(InvoiceReviewApi::answer);
      return rulings
          .decide(call.actor(), ReviewRequest.invoiceId(call), action, reason, once)
          .map(Answer::of);
    };
  }

  public Future<Answer> decideInvoiceCommissions(Call call) {
    var reason = ReviewRequest.reason(call, "action", "ids");
    var action = InvoiceCommissionState.Action.valueOf(ReviewRequest.action(call));
    return bulk.decideInvoices(call.actor(), ReviewRequest.invoiceIds(call), action, reason)
        .map(ReviewView::of)
        .map(Answer::ok);
  }

  private static Answer answer(ReviewedInvoice row) {
    return Answer.ok(ReviewView.of(row));
  }
}
