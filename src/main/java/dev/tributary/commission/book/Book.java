package dev.tributary.commission.book;

import dev.tributary.referral.Bond;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a batch of events is about, in memory: what was told before, what it earned, and who
 * referred the buyers. The clerks change it; the caller writes what differs.
 *
 * @param orders by order id
 * @param payments by invoice id
 * @param commissions by order id
 * @param parts by invoice id
 * @param bonds by the id of the referred user
 * @param refundIds the refunds of the batch that are known
 */
public record Book(
    Sheet<PlacedOrder> orders,
    Sheet<Payment> payments,
    Sheet<OrderCommission> commissions,
    Sheet<InvoiceCommission> parts,
    Sheet<Bond> bonds,
    Set<String> refundIds,
    Journal journal) {

  /** A book with nothing in it. */
  public static Book empty() {
    return new Book(
        new Sheet<>(),
        new Sheet<>(),
        new Sheet<>(),
        new Sheet<>(),
        new Sheet<>(),
        new HashSet<>(),
        new Journal());
  }

  /** The payments of an order. */
  public List<Payment> paymentsOf(String orderId) {
    return payments.all().stream()
        .filter(payment -> payment.invoice().orderId().equals(orderId))
        .toList();
  }

  /** What the payments of an order have released. */
  public List<InvoiceCommission> partsOf(String orderId) {
    return paymentsOf(orderId).stream()
        .flatMap(payment -> parts.find(payment.invoice().invoiceId()).stream())
        .toList();
  }
}
