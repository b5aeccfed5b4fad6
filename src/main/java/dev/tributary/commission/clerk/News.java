package dev.tributary.commission.clerk;

import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.kernel.StateTable;
import java.util.Map;

/** The events that tell the world what became of a commission. */
public final class News {
  private News() {}

  public static void tell(Journal journal, String what, OrderCommission commission) {
    var amount = commission.entitlement().amount();
    journal.news(
        "order_commission." + what,
        commission.id().toString(),
        Map.of(
            "order_commission_id", commission.id().toString(),
            "order_id", commission.orderId(),
            "affiliate_user_id", commission.affiliateUserId(),
            "amount", amount.minor(),
            "currency", amount.currency().wire(),
            "status", StateTable.word(commission.status())));
  }

  public static void tell(
      Journal journal, String what, OrderCommission commission, InvoiceCommission part) {
    journal.news(
        "invoice_commission." + what,
        part.id().toString(),
        Map.of(
            "invoice_commission_id", part.id().toString(),
            "order_id", commission.orderId(),
            "invoice_id", part.invoiceId(),
            "affiliate_user_id", commission.affiliateUserId(),
            "amount", part.amount().minor(),
            "reversed_amount", part.reversed().minor(),
            "currency", part.amount().currency().wire(),
            "status", StateTable.word(part.status())));
  }
}
