package dev.tributary.commission.release;

import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import java.util.Map;
import java.util.UUID;

/**
 * A credit whose holding period is over, and what follows from that. Pure.
 *
 * @param amount what is left of it after refunds; may be zero
 */
record DueRelease(
    InvoiceCommissionId id,
    UUID affiliate,
    String affiliateUserId,
    String orderId,
    String invoiceId,
    Money amount) {

  Transfer transfer() {
    return new Transfer(
        "release:" + id,
        "release",
        new Account(affiliate, Bucket.PENDING),
        new Account(affiliate, Bucket.AVAILABLE),
        amount);
  }

  OutgoingEvent event() {
    return new OutgoingEvent(
        "invoice_commission.released",
        id.toString(),
        Map.of(
            "invoice_commission_id",
            id.toString(),
            "order_id",
            orderId,
            "invoice_id",
            invoiceId,
            "affiliate_user_id",
            affiliateUserId,
            "amount",
            amount.minor(),
            "currency",
            amount.currency().wire(),
            "status",
            "approved"));
  }
}
