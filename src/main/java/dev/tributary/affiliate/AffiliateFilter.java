package dev.tributary.affiliate;

import dev.tributary.affiliate.Affiliate.Source;
import java.util.Optional;

/**
 * Which affiliates somebody wants; what is empty does not matter.
 *
 * @param userIdPrefix how their user ids begin
 */
public record AffiliateFilter(
    Optional<AffiliateState> status, Optional<Source> source, Optional<String> userIdPrefix) {}
