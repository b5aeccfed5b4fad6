package dev.tributary.commission.clerk;

import dev.tributary.commission.book.Book;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.InvoicePaid;
import dev.tributary.event.InboundEvent.OrderCancelled;
import dev.tributary.event.InboundEvent.OrderCreated;
import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.Refunded;
import dev.tributary.settings.Settings;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Enters events about orders in the book, one after the other. Pure but for the ids it is given.
 */
public final class OrderClerk {
  private final PaymentClerk payments;
  private final ReversalClerk reversals;

  /**
   * @param settings the rules in force at each moment that the events name
   */
  public OrderClerk(Book book, Function<Instant, Settings> settings, Supplier<UUID> ids) {
    payments = new PaymentClerk(book, settings, ids);
    reversals = new ReversalClerk(book, settings, ids);
  }

  /** Changes the book by one event and says what became of the event. */
  public Handled enter(EventId id, OrderEvent event) {
    return switch (event) {
      case OrderCreated created -> payments.created(id, created.order());
      case OrderPaid paid -> payments.paid(id, paid.order(), paid.invoice());
      case InvoicePaid paid -> payments.paid(id, paid.invoice());
      case Refunded refunded -> reversals.refunded(id, refunded.refund());
      case OrderCancelled cancelled -> reversals.cancelled(id, cancelled);
    };
  }
}
