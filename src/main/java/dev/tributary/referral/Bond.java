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
    OptionalInt triggersOverride) {}
