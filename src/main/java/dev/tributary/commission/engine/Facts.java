package dev.tributary.commission.engine;

import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.kernel.Money;
import dev.tributary.referral.Bond;
import java.util.Optional;

/** Everything a decision on a payment may look at. */
public record Facts(Order order, Invoice invoice, Optional<Bond> bond, Standing standing) {

  /**
   * What the order had come to before this payment.
   *
   * @param closed why the order takes no such payment, as a reason code
   * @param entitlement what the order earns in all, once a payment of it has earned
   * @param paid the earlier payments that earned, together
   * @param earned what they earned
   */
  public record Standing(
      Optional<String> closed, Optional<Entitlement> entitlement, Money paid, Money earned) {}
}
