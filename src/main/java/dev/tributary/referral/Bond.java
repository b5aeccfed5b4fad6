package dev.tributary.referral;

import dev.tributary.affiliate.AffiliateId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A referral together with what its affiliate may earn by it, as the commission engine needs it.
 *
 * @param triggersUsed orders that earned so far
 * @param registeredAt when the host says the user registered
 * @param rateOverride parts per million for this affiliate instead of the settings'
 * @param triggersOverride orders that may earn instead of the settings'
 */
public record Bond(
    ReferralId referral,
    ReferralState status,
    int triggersUsed,
    Optional<Instant> registeredAt,
    Instant boundAt,
    AffiliateId affiliate,
    String affiliateUserId,
    boolean affiliateActive,
    OptionalInt rateOverride,
    OptionalInt triggersOverride) {

  /** The bond after one more order has earned; the first one qualifies the referral. */
  public Bond afterEarning() {
    return new Bond(
        referral,
        ReferralState.QUALIFIED,
        triggersUsed + 1,
        registeredAt,
        boundAt,
        affiliate,
        affiliateUserId,
        affiliateActive,
        rateOverride,
        triggersOverride);
  }
}
