package dev.tributary.link;

import dev.tributary.affiliate.AffiliateId;

/**
 * A code as a visitor meets it: where its link leads and whose it is.
 *
 * @param destinationUrl empty for a code without a link
 * @param expired true when the link's time is over
 */
public record CodeOwner(
    String code,
    boolean active,
    String destinationUrl,
    boolean expired,
    AffiliateId affiliate,
    String affiliateUserId,
    boolean affiliateActive,
    boolean canInvite) {

  /** Whether a visitor is still sent on. */
  boolean leadsSomewhere() {
    return active && affiliateActive && !expired;
  }
}
