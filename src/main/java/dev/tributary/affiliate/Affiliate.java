package dev.tributary.affiliate;

import java.time.Instant;
import java.util.Optional;

/**
 * A person who may earn, known to the host system by {@code userId}.
 *
 * @param reason why it stands as it stands, where somebody said so
 * @param version one more with each step and each change of the policy
 */
public record Affiliate(
    AffiliateId id,
    String userId,
    AffiliateState status,
    Source source,
    Policy policy,
    Optional<String> reason,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  /** Who registered somebody: they themselves, staff without a request, or the host's service. */
  public enum Source {
    USER,
    STAFF_DIRECT,
    SERVICE
  }

  public boolean isActive() {
    return status == AffiliateState.ACTIVE;
  }
}
