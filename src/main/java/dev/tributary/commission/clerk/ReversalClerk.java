package dev.tributary.commission.clerk;

import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.book.Payment;
import dev.tributary.commission.engine.Decision;
import dev.tributary.commission.engine.ReversalEngine;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.OrderCancelled;
import dev.tributary.event.InboundEvent.Refund;
import dev.tributary.event.Subject;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import dev.tributary.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Enters refunds and cancellations in the book, and takes back what had been earned. */
final class ReversalClerk {
  private final Book book;
  private final Function<Instant, Settings> settings;
  private final Supplier<UUID> ids;

  ReversalClerk(Book book, Function<Instant, Settings> settings, Supplier<UUID> ids) {
    this.book = book;
    this.settings = settings;
    this.ids = ids;
  }

  Handled refunded(EventId event, Refund refund) {
    var subject = Subject.invoice(refund.invoiceId());
    var payment = book.payments().find(refund.invoiceId());
    if (payment.isEmpty()) {
      return Handled.waiting("invoice_unknown", subject);
    }
    if (payment.get().earns().isEmpty()) {
      return Handled.waiting("payment_undecided", subject);
    }
    return refunded(event, refund, payment.get());
  }

  private Handled refunded(EventId event, Refund refund, Payment payment) {
    int version = settings.apply(refund.refundedAt()).version();
    var paid = payment.invoice().amount();
    if (book.refundIds().contains(refund.refundId())) {
      return none(event, payment, ReversalEngine.none("duplicate_event", paid, version));
    }
    if (!refund.amount().currency().equals(paid.currency())) {
      return none(event, payment, ReversalEngine.none("currency_mismatch", paid, version));
    }
    book.refundIds().add(refund.refundId());
    book.journal().refunded(event, refund);
    var after = payment.refunded(refund.amount());
    book.payments().put(refund.invoiceId(), after);
    var part = book.parts().find(refund.invoiceId());
    return part.isEmpty()
        ? none(event, payment, ReversalEngine.none("nothing_to_reverse", paid, version))
        : reverse(event, refund, after, part.get());
  }

  private Handled none(EventId event, Payment payment, Decision decision) {
    var invoice = payment.invoice();
    record(event, invoice.orderId(), Optional.of(invoice.invoiceId()), decision);
    return Handled.done(decision.reasonCode());
  }

  private Handled reverse(EventId event, Refund refund, Payment payment, InvoiceCommission part) {
    var facts =
        new ReversalEngine.Refunded(
            payment.invoice().amount(), payment.refunded(), part.amount(), part.reversed());
    var rules = settings.apply(refund.refundedAt());
    var decision = ReversalEngine.refund(facts, rules.version());
    if (decision.outcome() == Decision.Outcome.REVERSAL) {
      var commission = commission(payment.invoice().orderId());
      takeBack(commission, part, decision.amount().negated(), refund.refundId(), "refunded");
      close(commission, payment.invoice().orderId());
    }
    return none(event, payment, decision);
  }

  Handled cancelled(EventId event, OrderCancelled cancelled) {
    var orderId = cancelled.orderId();
    var placed = book.orders().find(orderId);
    if (placed.isEmpty()) {
      return Handled.waiting("order_unknown", Subject.order(orderId));
    }
    int version = settings.apply(cancelled.cancelledAt()).version();
    var zero = Money.zero(placed.get().order().amount().currency());
    if (placed.get().cancelledAt().isPresent()) {
      record(
          event, orderId, Optional.empty(), ReversalEngine.none("duplicate_event", zero, version));
      return Handled.done("duplicate_event");
    }
    book.orders().put(orderId, placed.get().cancelled(cancelled.cancelledAt()));
    var parts = book.partsOf(orderId);
    var left = parts.stream().map(InvoiceCommission::left).reduce(zero, Money::plus);
    record(event, orderId, Optional.empty(), ReversalEngine.cancel(orderId, left, version));
    if (book.commissions().find(orderId).isPresent()) {
      cancel(event, commission(orderId), parts);
    }
    return Handled.done("order_cancelled");
  }

  private void cancel(EventId event, OrderCommission commission, List<InvoiceCommission> parts) {
    for (var part : parts) {
      if (part.left().isPositive()) {
        takeBack(commission, part, part.left(), event.toString(), "order_cancelled");
      }
    }
    if (commission.status() == OrderCommissionState.PENDING) {
      advance(commission, OrderCommissionState.Action.CANCEL, "cancelled");
    } else {
      close(commission, commission.orderId());
    }
  }

  /**
   * Takes back a part of a commission. Money moves only if it was credited; a commission that was
   * not approved yet is rejected once nothing is left of it.
   */
  private void takeBack(
      OrderCommission commission,
      InvoiceCommission part,
      Money amount,
      String cause,
      String reason) {
    boolean emptied = part.left().equals(amount);
    var status = emptied ? emptied(part, reason) : part.status();
    var after = part.reversed(amount, status);
    book.parts().put(part.invoiceId(), after);
    if (part.status() == InvoiceCommissionState.APPROVED) {
      var bucket = part.released() ? Bucket.AVAILABLE : Bucket.PENDING;
      var from = new Account(commission.affiliate().value(), bucket);
      var key = "reverse:" + part.id() + ":" + cause;
      book.journal().transferred(new Transfer(key, "reverse", from, Account.EXPENSE, amount));
    }
    boolean rejected = status == InvoiceCommissionState.REJECTED;
    News.tell(book.journal(), rejected ? "rejected" : "reversed", commission, after);
  }

  private InvoiceCommissionState emptied(InvoiceCommission part, String reason) {
    var action =
        part.status() == InvoiceCommissionState.APPROVED
            ? InvoiceCommissionState.Action.REVERSE
            : InvoiceCommissionState.Action.REJECT;
    return part.status() == InvoiceCommissionState.REJECTED
        ? part.status()
        : book.journal()
            .step(InvoiceCommissionState.TABLE, part.id().value(), part.status(), action, reason);
  }

  /** An approved order commission of which nothing is left, and to which nothing can come. */
  private void close(OrderCommission commission, String orderId) {
    boolean all =
        book.orders().find(orderId).orElseThrow().cancelledAt().isPresent() || paidInFull(orderId);
    if (commission.status() == OrderCommissionState.APPROVED
        && all
        && book.partsOf(orderId).stream().noneMatch(part -> part.left().isPositive())) {
      advance(commission, OrderCommissionState.Action.REVERSE, "reversed");
    }
  }

  /** By payments that earn: the others leave room for one that does. */
  private boolean paidInFull(String orderId) {
    var order = book.orders().find(orderId).orElseThrow().order();
    var paid =
        book.paymentsOf(orderId).stream()
            .filter(payment -> payment.earns().orElse(false))
            .map(payment -> payment.invoice().amount().minor())
            .reduce(0L, Long::sum);
    return paid >= order.amount().minor();
  }

  private void advance(
      OrderCommission commission, OrderCommissionState.Action action, String what) {
    var id = commission.id().value();
    var table = OrderCommissionState.TABLE;
    var after = commission.with(book.journal().step(table, id, commission.status(), action));
    book.commissions().put(commission.orderId(), after);
    News.tell(book.journal(), what, after);
  }

  private OrderCommission commission(String orderId) {
    return book.commissions().find(orderId).orElseThrow();
  }

  private void record(
      EventId event, String orderId, Optional<String> invoiceId, Decision decision) {
    var affiliate = book.commissions().find(orderId).map(OrderCommission::affiliate);
    var id = new DecisionId(ids.get());
    book.journal().decided(new Journal.Decided(id, event, orderId, invoiceId, affiliate, decision));
  }
}
