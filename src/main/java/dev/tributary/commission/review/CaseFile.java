package dev.tributary.commission.review;

import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.kernel.Money;
import java.util.List;
import java.util.Map;

/**
 * The commissions of one order as they stand, locked, and what is known of the order.
 *
 * @param parts in the order in which they were made
 * @param paid the payments that earn, by invoice id
 */
record CaseFile(
    OrderCommission commission,
    List<InvoiceCommission> parts,
    Price price,
    Map<String, Paid> paid) {
  /** What the order costs, and whether it was cancelled. */
  record Price(Money amount, boolean cancelled) {}

  /** A payment, and what the buyer has got back of it. */
  record Paid(Money amount, Money refunded) {}

  CaseFile {
    parts = List.copyOf(parts);
    paid = Map.copyOf(paid);
  }

  /** What was paid for the order by payments that earn. */
  Money paidInAll() {
    var zero = Money.zero(price.amount().currency());
    return paid.values().stream().map(Paid::amount).reduce(zero, Money::plus);
  }

  /** Whether nothing can come to these commissions any more. */
  boolean isClosed() {
    return price.cancelled() || paidInAll().minor() >= price.amount().minor();
  }
}
