package dev.tributary.commission.review;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.kernel.Currency;
import java.time.Instant;
import java.util.Optional;

/**
 * Which commissions somebody wants; what is empty does not matter.
 *
 * @param affiliate the user id of the affiliate
 * @param from made at this moment or later
 * @param to made before this moment
 */
public record ReviewFilter<S extends Enum<S>>(
    Optional<S> status,
    Optional<String> affiliate,
    Optional<AffiliateState> affiliateStatus,
    Optional<String> orderId,
    Optional<Currency> currency,
    Optional<Instant> from,
    Optional<Instant> to) {}
