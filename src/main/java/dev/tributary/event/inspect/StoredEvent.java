package dev.tributary.event.inspect;

import dev.tributary.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as the inbox keeps it, without its payload.
 *
 * @param reason what became of it, or the last error
 * @param attempts that failed since it came, or since it was retried by hand
 * @param nextAttemptAt when it is taken up again, while it is received or waiting
 */
public record StoredEvent(
    EventId id,
    String source,
    String eventId,
    String type,
    EventState status,
    Optional<String> reason,
    int attempts,
    Optional<String> orderId,
    Optional<String> userId,
    Instant receivedAt,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> finishedAt) {
  /** The source of what came as a message and could not be read as an event. */
  public static final String UNREADABLE = "amqp:dead";

  public boolean isUnreadable() {
    return source.equals(UNREADABLE);
  }
}
