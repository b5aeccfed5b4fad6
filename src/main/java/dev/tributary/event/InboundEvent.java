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

  /**
   * An order was paid in one payment, which is also its only invoice.
   *
   * @param amount what was paid, after discount, with tax and shipping
   */
  record OrderPaid(
      String orderId,
      String invoiceId,
      String userId,
      String orderKind,
      String paymentMethod,
      Money amount,
      Money tax,
      Money shipping,
      Money discount,
      Instant paidAt)
      implements InboundEvent {
    public static final String TYPE = "order.paid";
  }
}
