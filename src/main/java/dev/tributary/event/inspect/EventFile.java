package dev.tributary.event.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything that is known of one event.
 *
 * @param payload its data, as JSON text
 * @param failures every attempt that failed, oldest first
 * @param decisions what it led to, oldest first
 * @param steps what people did about it, oldest first
 */
public record EventFile(
    StoredEvent event,
    String payload,
    List<FailedAttempt> failures,
    List<Outcome> decisions,
    List<Step> steps) {
  /** An attempt that failed, and was undone as a whole. */
  public record FailedAttempt(int attempt, String error, Instant at) {}

  /** A decision that the event led to. */
  public record Outcome(UUID id, String orderId, String outcome, String reasonCode, Instant at) {}

  /** A step that somebody took. */
  public record Step(
      String action, String from, String to, String actor, Optional<String> reason, Instant at) {}
}
