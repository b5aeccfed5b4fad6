package dev.tributary.referral;

import java.time.Instant;
import java.util.Optional;

/**
 * What a request or an event says about who referred a new user. The texts are as the visitor typed
 * them: a code or a whole referral link, in any case.
 *
 * @param registeredAt when the host says the user registered
 */
public record Claim(
    String newUserId,
    Optional<String> coupon,
    Optional<String> code,
    Optional<String> clickId,
    Optional<Instant> registeredAt) {
  boolean isEmpty() {
    return coupon.isEmpty() && code.isEmpty() && clickId.isEmpty();
  }
}
