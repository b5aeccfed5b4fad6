package dev.tributary.commission.clerk;

import static java.util.Objects.requireNonNull;

import dev.tributary.commission.book.Book;
import dev.tributary.event.DispatchService.Arrived;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Enters events about orders in the book, a batch at a time. Pure but for the ids it is given. */
public final class OrderClerk {
  private final Book book;
  private final PaymentClerk payments;
  private final ReversalClerk reversals;

  /**
   * @param settings the rules in force at each moment that the events name
   */
  public OrderClerk(Book book, Function<Instant, Settings> settings, Supplier<UUID> ids) {
    this.book = book;
    payments = new PaymentClerk(book, settings, ids);
    reversals = new ReversalClerk(book, settings, ids);
  }

  /**
   * Changes the book by these events, one after the other, and says what became of each. An event
   * that has to wait for what a later one brings is entered again: it does not wait yet, so nobody
   * could wake it.
   */
  public Map<EventId, Handled> enter(List<Arrived<OrderEvent>> events) {
    var handled = new HashMap<EventId, Handled>();
    var left = events;
    while (!left.isEmpty()) {
      left.forEach(arrived -> handled.put(arrived.id(), enter(arrived.id(), arrived.event())));
      left = events.stream().filter(arrived -> waitsInVain(handled, arrived.id())).toList();
    }
    return handled;
  }

  private boolean waitsInVain(Map<EventId, Handled> handled, EventId id) {
    return requireNonNull(handled.get(id))
        .waitsFor()
        .filter(book.journal().arrived()::contains)
        .isPresent();
  }

  private Handled enter(EventId id, OrderEvent event) {
    return switch (event) {
      case OrderCreated created -> payments.created(id, created.order());
      case OrderPaid paid -> payments.paid(id, paid.order(), paid.invoice());
      case InvoicePaid paid -> payments.paid(id, paid.invoice());
      case Refunded refunded -> reversals.refunded(id, refunded.refund());
      case OrderCancelled cancelled -> reversals.cancelled(id, cancelled);
    };
  }
}
