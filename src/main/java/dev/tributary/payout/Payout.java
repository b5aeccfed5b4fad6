package dev.tributary.payout;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * Money on its way to an affiliate. Until it is paid, rejected or cancelled its amount is reserved.
 *
 * @param userId the affiliate, as the host system knows them
 * @param reference what the money went out under, as whoever sent it knows it
 * @param reason why it stands as it stands, where somebody said so
 */
public record Payout(
    PayoutId id,
    AffiliateId affiliateId,
    String userId,
    Money amount,
    String method,
    PayoutState status,
    Optional<BatchId> batchId,
    Optional<String> reference,
    Optional<String> reason,
    Instant requestedAt,
    Instant updatedAt) {}
