package dev.tributary.commission;

import dev.tributary.event.DispatchService.Arrived;
import dev.tributary.event.InboundEvent.InvoicePaid;
import dev.tributary.event.InboundEvent.OrderCancelled;
import dev.tributary.event.InboundEvent.OrderCreated;
import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.Refunded;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a batch of events names: the keys by which it is locked and loaded.
 *
 * @param moments when what the events tell of happened
 */
record Mentions(
    Set<String> invoices,
    Set<String> orders,
    Set<String> users,
    Set<String> refunds,
    Set<Instant> moments) {

  static Mentions of(List<Arrived<OrderEvent>> events) {
    var mentions =
        new Mentions(
            new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    events.forEach(arrived -> mentions.add(arrived.event()));
    return mentions;
  }

  private void add(OrderEvent event) {
    switch (event) {
      case OrderCreated created -> {
        orders.add(created.order().orderId());
        users.add(created.order().userId());
      }
      case OrderPaid paid -> {
        invoices.add(paid.invoice().invoiceId());
        orders.add(paid.order().orderId());
        users.add(paid.order().userId());
        moments.add(paid.invoice().paidAt());
      }
      case InvoicePaid paid -> {
        invoices.add(paid.invoice().invoiceId());
        orders.add(paid.invoice().orderId());
        moments.add(paid.invoice().paidAt());
      }
      case Refunded refunded -> {
        invoices.add(refunded.refund().invoiceId());
        refunds.add(refunded.refund().refundId());
        moments.add(refunded.refund().refundedAt());
      }
      case OrderCancelled cancelled -> {
        orders.add(cancelled.orderId());
        moments.add(cancelled.cancelledAt());
      }
    }
  }
}
