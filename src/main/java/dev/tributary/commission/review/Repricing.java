package dev.tributary.commission.review;

import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.review.CaseFile.Paid;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the parts of an order commission come to when the whole comes to something else: cumulative
 * shares of what was paid, like the engine gave them, so that they add up to the cent and later
 * payments go on from there.
 */
final class Repricing {
  private final CaseFile file;

  Repricing(CaseFile file) {
    this.file = file;
  }

  /**
   * The parts in their order. A payment that was too small for a part of its own counts with the
   * last of them.
   *
   * @return fails with {@code rate_too_low} when a part would come to nothing
   */
  List<InvoiceCommission> parts(Money entitled) {
    var zero = Money.zero(entitled.currency());
    var paid = zero;
    var given = zero;
    var parts = new ArrayList<InvoiceCommission>();
    for (var part : file.parts()) {
      paid = paid.plus(payment(part).amount());
      boolean last = part.equals(file.parts().getLast());
      var amount = due(entitled, last ? file.paidInAll() : paid).minus(given);
      given = given.plus(amount);
      parts.add(worth(part, amount));
    }
    return parts;
  }

  private Paid payment(InvoiceCommission part) {
    var zero = Money.zero(part.amount().currency());
    return file.paid().getOrDefault(part.invoiceId(), new Paid(zero, zero));
  }

  /** What has been paid counts up to the price. */
  private Money due(Money entitled, Money paid) {
    long price = file.price().amount().minor();
    return entitled.share(Math.min(price, paid.minor()), price);
  }

  private InvoiceCommission worth(InvoiceCommission part, Money amount) {
    if (!amount.isPositive()) {
      throw tooLow();
    }
    var payment = payment(part);
    long paid = payment.amount().minor();
    long refunded = Math.min(paid, payment.refunded().minor());
    return part.worth(amount, amount.share(refunded, paid));
  }

  static Refusal tooLow() {
    return new Refusal(
        new Failure.Refused("rate_too_low", "A payment would earn nothing; reject it instead."));
  }
}
