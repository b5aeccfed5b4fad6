package dev.tributary.link;

import dev.tributary.affiliate.AffiliateId;

/**
 * A code as a visitor meets it: where its link leads and whose it is.
 *
 * @param destinationUrl empty for a code without a link
 */
public record CodeOwner(
    String code,
    boolean active,
    String destinationUrl,
    AffiliateId affiliate,
    String affiliateUserId,
    boolean affiliateActive,
    boolean canInvite) {}
