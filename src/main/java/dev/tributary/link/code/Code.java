package dev.tributary.link.code;

import dev.tributary.link.LinkId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an affiliate hands out. A code that is switched off stays, and is nobody else's ever.
 *
 * @param destinationUrl where its link leads; empty for the default of the settings
 */
public record Code(
    UUID id,
    String text,
    Kind kind,
    Optional<LinkId> linkId,
    Optional<String> destinationUrl,
    Instant createdAt,
    Optional<Instant> deactivatedAt) {

  /** A code that was made up here, a word of the affiliate's own, or one for the shop's till. */
  public enum Kind {
    INVITE,
    VANITY,
    COUPON
  }

  public boolean isActive() {
    return deactivatedAt.isEmpty();
  }
}
