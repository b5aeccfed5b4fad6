package dev.tributary.event.inspect;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events somebody wants; what is empty does not matter.
 *
 * @param from received at this moment or later
 * @param to received before this moment
 */
public record EventFilter(
    Optional<EventState> status,
    Optional<String> type,
    Optional<String> source,
    Optional<String> orderId,
    Optional<String> userId,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** Whether few events may pass it and no index knows which. */
  boolean isSparse() {
    boolean indexed =
        orderId.isPresent()
            || userId.isPresent()
            || status.filter(wanted -> wanted != EventState.DONE).isPresent();
    return !indexed && (type.isPresent() || source.isPresent());
  }

  /** The same with another status. */
  public EventFilter with(EventState wanted) {
    return new EventFilter(Optional.of(wanted), type, source, orderId, userId, from, to);
  }
}
