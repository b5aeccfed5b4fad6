package dev.tributary.commission.review;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.OrderCommission;
import java.time.Instant;
import java.util.Optional;

/**
 * An order commission as staff see it, whatever has become of its affiliate.
 *
 * @param reason why it stands as it stands, where somebody or a rule said so
 */
public record ReviewedOrder(
    OrderCommission commission,
    AffiliateState affiliateStatus,
    Optional<String> reason,
    Instant createdAt) {}
