package dev.tributary.commission;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.referral.ReferralId;
import dev.tributary.settings.Settings;

/**
 * A referral whose first order has just earned.
 *
 * @param count how many referrals of the affiliate have qualified, this one included
 * @param settings the rules in force when the order was paid
 */
public record Qualified(
    ReferralId referral,
    AffiliateId affiliate,
    String referredUserId,
    int count,
    Settings settings) {}
