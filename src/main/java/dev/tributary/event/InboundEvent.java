package dev.tributary.event;

import dev.tributary.kernel.Money;
import java.time.Instant;
import java.util.Optional;

/** What the host system tells the service, checked for form but not yet for meaning. */
public sealed interface InboundEvent {

  /**
   * A user registered with the host, perhaps because somebody referred them.
   *
   * @param registeredAt when, if the host says so
   */
  record UserRegistered(
      String userId,
      Optional<String> referralCode,
      Optional<String> coupon,
      Optional<String> clickId,
      Optional<Instant> registeredAt)
      implements InboundEvent {
    public static final String TYPE = "user.registered";
  }

  /** Something about an order; events about one order are worked off one after the other. */
  sealed interface OrderEvent extends InboundEvent {}

  /** A user placed an order that is yet to be paid, in one payment or in several. */
  record OrderCreated(Order order) implements OrderEvent {
    public static final String TYPE = "order.created";
  }

  /** An order was paid in one payment, which is also its only invoice. */
  record OrderPaid(Order order, Invoice invoice) implements OrderEvent {
    public static final String TYPE = "order.paid";
  }

  /** A part of an order was paid. */
  record InvoicePaid(Invoice invoice) implements OrderEvent {
    public static final String TYPE = "invoice.paid";
  }

  /** Money of a payment went back to the buyer. */
  record Refunded(Refund refund) implements OrderEvent {}

  /** An order will not be fulfilled: nothing of it earns any more. */
  record OrderCancelled(String orderId, Instant cancelledAt) implements OrderEvent {
    public static final String TYPE = "order.cancelled";
  }

  /**
   * What was ordered.
   *
   * @param amount the price after discount, with tax and shipping
   */
  record Order(
      String orderId,
      String userId,
      String kind,
      Money amount,
      Money tax,
      Money shipping,
      Money discount) {}

  /**
   * A payment.
   *
   * @param amount what was paid, with tax and shipping
   */
  record Invoice(
      String invoiceId, String orderId, String paymentMethod, Money amount, Instant paidAt) {}

  /** Money that went back, or was taken back. */
  record Refund(Kind kind, String refundId, String invoiceId, Money amount, Instant refundedAt) {
    /** Who sent it back: the shop, or the buyer's bank. */
    public enum Kind {
      REFUND("invoice.refunded"),
      CHARGEBACK("invoice.charged_back");

      private final String type;

      Kind(String type) {
        this.type = type;
      }

      /** The type of the event that tells of it. */
      public String type() {
        return type;
      }
    }
  }
}
