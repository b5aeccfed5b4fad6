package dev.tributary.referral;

import dev.tributary.ledger.Balance;
import java.util.List;

/**
 * An affiliate's figures, exact at the moment they are read.
 *
 * @param clicks every visit that was kept
 * @param uniqueClicks visits that count: by people, and not the same person again
 * @param verifiedReferrals users bound to the affiliate
 * @param qualifiedReferrals those of them whose orders have earned
 */
public record ReferralStats(
    long clicks,
    long uniqueClicks,
    long verifiedReferrals,
    long qualifiedReferrals,
    List<Balance> balances) {}
