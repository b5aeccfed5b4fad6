package dev.tributary.http.affiliate;

import dev.tributary.affiliate.AffiliateReviewService;
import dev.tributary.affiliate.AffiliateReviewService.Verdict;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.affiliate.PolicyService;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.Operation;
import io.vertx.core.Future;

/** Everybody's affiliates, for staff. */
public final class AffiliateReviewApi {
  private final AffiliateService affiliates;
  private final AffiliateReviewService review;
  private final PolicyService policies;

  public AffiliateReviewApi(
      AffiliateService affiliates, AffiliateReviewService review, PolicyService policies) {
    this.affiliates = affiliates;
    this.review = review;
    this.policies = policies;
  }

  public Future<Answer> listAffiliates(Call call) {
    var filter = AffiliateRequest.filter(call);
    return affiliates
        .list(call.actor(), filter, call.query("cursor"), AffiliateRequest.limit(call))
        .map(page -> Answer.page(page, AffiliateView::of));
  }

  public Future<Answer> getAffiliate(Call call) {
    return affiliates.get(call.actor(), AffiliateRequest.id(call)).map(AffiliateView::tagged);
  }

  public Future<Answer> changeAffiliate(Call call) {
    var edit = AffiliateRequest.edit(call);
    return policies
        .change(call.actor(), AffiliateRequest.id(call), AffiliateRequest.version(call), edit)
        .map(AffiliateView::tagged);
  }

  /** The operation that takes this action on the affiliate in the path. */
  public Operation decision(Action action) {
    return call -> {
      var verdict = new Verdict(action, AffiliateRequest.reason(call));
      var once = call.once(AffiliateView::answer);
      return review.decide(call.actor(), AffiliateRequest.id(call), verdict, once).map(Answer::of);
    };
  }

  public Future<Answer> decideAffiliates(Call call) {
    var verdict = AffiliateRequest.verdict(call);
    var once = call.once(AffiliateView::outcomes);
    return review
        .decideAll(call.actor(), AffiliateRequest.ids(call), verdict, once)
        .map(Answer::of);
  }
}
