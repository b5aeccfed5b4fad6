package dev.tributary.commission.review;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.OrderCommission;
import java.time.Instant;
import java.util.Optional;

/**
 * An invoice commission as staff see it, whatever has become of its affiliate.
 *
 * @param commission the order commission that it is a part of
 * @param availableAt when its money can be withdrawn; empty before its approval
 * @param releasedAt since when it can
 * @param reason why it stands as it stands, where somebody or a rule said so
 */
public record ReviewedInvoice(
    InvoiceCommission part,
    OrderCommission commission,
    AffiliateState affiliateStatus,
    Optional<Instant> availableAt,
    Optional<Instant> releasedAt,
    Optional<String> reason,
    Instant createdAt) {}
