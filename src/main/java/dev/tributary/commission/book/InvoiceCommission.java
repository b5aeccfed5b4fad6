package dev.tributary.commission.book;

import dev.tributary.kernel.Money;

/**
 * What one payment releases of an order commission: money, once it is approved.
 *
 * @param reversed what was taken back of the amount
 * @param holdDays days between the approval and the release
 * @param released whether the money can be withdrawn
 */
public record InvoiceCommission(
    InvoiceCommissionId id,
    OrderCommissionId order,
    String invoiceId,
    Money amount,
    Money reversed,
    InvoiceCommissionState status,
    int holdDays,
    boolean released) {
  /** Whether it has been paid into the affiliate's account, even if it was taken back later. */
  public boolean credited() {
    return status == InvoiceCommissionState.APPROVED || status == InvoiceCommissionState.REVERSED;
  }

  /** What the affiliate keeps. */
  public Money left() {
    return amount.minus(reversed);
  }

  public InvoiceCommission with(InvoiceCommissionState next) {
    return new InvoiceCommission(id, order, invoiceId, amount, reversed, next, holdDays, released);
  }

  /** Approved: the money can be withdrawn at once when nothing is to be waited for. */
  public InvoiceCommission approved() {
    var next = InvoiceCommissionState.APPROVED;
    return new InvoiceCommission(
        id, order, invoiceId, amount, reversed, next, holdDays, holdDays == 0);
  }

  /** The same part of another entitlement. */
  public InvoiceCommission worth(Money newAmount, Money newReversed) {
    return new InvoiceCommission(
        id, order, invoiceId, newAmount, newReversed, status, holdDays, released);
  }

  public InvoiceCommission reversed(Money more, InvoiceCommissionState next) {
    return new InvoiceCommission(
        id, order, invoiceId, amount, reversed.plus(more), next, holdDays, released);
  }
}
