package dev.tributary.affiliate;

/** A person who may earn, known to the host system by {@code userId}. */
public record Affiliate(AffiliateId id, String userId, AffiliateState status, boolean canInvite) {
  public boolean isActive() {
    return status == AffiliateState.ACTIVE;
  }
}
