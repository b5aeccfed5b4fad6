package dev.tributary.event;

import java.util.Optional;

/**
 * What a feature made of an event.
 *
 * @param waitsFor what has to arrive before the event can be decided, as a {@link Subject}; empty
 *     when it is decided
 * @param reason a stable reason code
 */
public record Handled(Optional<String> waitsFor, String reason) {
  public static Handled done(String reason) {
    return new Handled(Optional.empty(), reason);
  }

  public static Handled waiting(String reason, String subject) {
    return new Handled(Optional.of(subject), reason);
  }
}
