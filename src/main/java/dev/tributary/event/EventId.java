package dev.tributary.event;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies an event, received or sent; {@code evt_…} on the wire. */
public record EventId(UUID value) {
  public static Optional<EventId> parse(String text) {
    return TypeId.parse("evt", text).map(EventId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("evt", value);
  }
}
