package dev.tributary.commission.book;

import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.Order;
import java.time.Instant;
import java.util.Optional;

/** An order, and the event that first told of it. */
public record PlacedOrder(EventId event, Order order, Optional<Instant> cancelledAt) {
  public PlacedOrder cancelled(Instant at) {
    return new PlacedOrder(event, order, Optional.of(at));
  }
}
