package dev.tributary.commission.book;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.engine.Entitlement;
import dev.tributary.kernel.Rate;
import dev.tributary.referral.ReferralId;

/** What an affiliate is entitled to for a whole order. No money moves by it. */
public record OrderCommission(
    OrderCommissionId id,
    String orderId,
    ReferralId referral,
    AffiliateId affiliate,
    String affiliateUserId,
    DecisionId decision,
    Entitlement entitlement,
    OrderCommissionState status) {
  public OrderCommission with(OrderCommissionState next) {
    return new OrderCommission(
        id, orderId, referral, affiliate, affiliateUserId, decision, entitlement, next);
  }

  /** The same with another rate, and what it comes to. */
  public OrderCommission at(Rate rate) {
    var base = entitlement.base();
    var next = new Entitlement(base, rate, rate.of(base), entitlement.triggerNo());
    return new OrderCommission(
        id, orderId, referral, affiliate, affiliateUserId, decision, next, status);
  }
}
