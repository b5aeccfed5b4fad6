package dev.tributary.referral;

/**
 * The bond between a referred user and the affiliate who brought them. A user has at most one, and
 * it never moves to another affiliate.
 *
 * @param reasonCode {@code bound}, or {@code already_bound} when it was there before
 */
public record Referral(
    ReferralId id,
    String affiliateUserId,
    String referredUserId,
    ReferralState status,
    String reasonCode) {

  Referral alreadyBound() {
    return new Referral(id, affiliateUserId, referredUserId, status, "already_bound");
  }
}
