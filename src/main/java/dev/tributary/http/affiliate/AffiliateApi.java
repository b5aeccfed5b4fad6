package dev.tributary.http.affiliate;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateReviewService;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import io.vertx.core.Future;

/** How somebody becomes an affiliate, and how they see themselves. */
public final class AffiliateApi {
  private final AffiliateService affiliates;
  private final AffiliateReviewService review;

  public AffiliateApi(AffiliateService affiliates, AffiliateReviewService review) {
    this.affiliates = affiliates;
    this.review = review;
  }

  public Future<Answer> registerAffiliate(Call call) {
    var userId = AffiliateRequest.userId(call);
    boolean own = userId.equals(call.actor().id());
    var once =
        call.<Affiliate>once(a -> Answer.created(own ? AffiliateView.own(a) : AffiliateView.of(a)));
    return affiliates.register(call.actor(), userId, once).map(Answer::of);
  }

  public Future<Answer> getMyAffiliate(Call call) {
    return affiliates.getOwn(call.actor()).map(AffiliateView::own).map(Answer::ok);
  }

  public Future<Answer> reapplyMyAffiliate(Call call) {
    var reason = AffiliateRequest.reason(call);
    var once = call.<Affiliate>once(a -> Answer.ok(AffiliateView.own(a)));
    return review.reapply(call.actor(), reason, once).map(Answer::of);
  }
}
