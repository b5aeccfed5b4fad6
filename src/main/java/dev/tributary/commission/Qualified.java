package dev.tributary.commission;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.referral.ReferralId;
import dev.tributary.settings.Settings;

/**
 * A referral that has just qualified.
 *
 * @param count how many referrals of the affiliate have qualified, this one included
 * @param settings those that decided the order which qualified it
 */
public record Qualified(
    ReferralId referral,
    AffiliateId affiliate,
    String referredUserId,
    int count,
    Settings settings) {}
