package dev.tributary.commission.book;

import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.kernel.Money;
import java.util.Optional;

/**
 * A payment, and the event that told of it.
 *
 * @param earns whether it counts towards what its order has earned; empty until it is decided
 * @param refunded what the buyer has got back of it
 */
public record Payment(EventId event, Invoice invoice, Optional<Boolean> earns, Money refunded) {
  public Payment decided(boolean earning) {
    return new Payment(event, invoice, Optional.of(earning), refunded);
  }

  public Payment refunded(Money more) {
    return new Payment(event, invoice, earns, refunded.plus(more));
  }
}
