package dev.tributary.event;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies an event, received or sent; {@code evt_…} on the wire. */
public record EventId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("evt", value);
  }
}
