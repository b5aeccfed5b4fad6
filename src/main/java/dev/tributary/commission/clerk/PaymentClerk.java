package dev.tributary.commission.clerk;

import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.Payment;
import dev.tributary.commission.book.PlacedOrder;
import dev.tributary.commission.engine.CommissionEngine;
import dev.tributary.commission.engine.Decision;
import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.commission.engine.Facts;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.event.Subject;
import dev.tributary.kernel.Money;
import dev.tributary.referral.Bond;
import dev.tributary.settings.Settings;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Enters orders and payments in the book, with what the engine says they earn. */
final class PaymentClerk {
  private final Book book;
  private final Function<Instant, Settings> settings;
  private final Supplier<UUID> ids;
  private final AwardClerk awards;

  PaymentClerk(Book book, Function<Instant, Settings> settings, Supplier<UUID> ids) {
    this.book = book;
    this.settings = settings;
    this.ids = ids;
    awards = new AwardClerk(book, settings, ids);
  }

  Handled created(EventId event, Order order) {
    if (book.orders().find(order.orderId()).isPresent()) {
      return Handled.done("order_known");
    }
    enter(event, order);
    return Handled.done("order_recorded");
  }

  private PlacedOrder enter(EventId event, Order order) {
    var placed = new PlacedOrder(event, order, Optional.empty());
    book.orders().put(order.orderId(), placed);
    book.journal().arrived(Subject.order(order.orderId()));
    return placed;
  }

  /** The one payment of an order. Told of a second one, nothing of it counts. */
  Handled paid(EventId event, Order order, Invoice invoice) {
    var placed = book.orders().find(order.orderId()).orElseGet(() -> enter(event, order));
    boolean another =
        book.paymentsOf(order.orderId()).stream()
            .anyMatch(payment -> !payment.event().equals(event));
    if (another) {
      return refuse(event, placed, invoice, "duplicate_event");
    }
    return order.userId().equals(placed.order().userId())
        ? decide(event, placed, invoice)
        : refuse(event, placed, invoice, "order_of_another_user");
  }

  Handled paid(EventId event, Invoice invoice) {
    return book.orders()
        .find(invoice.orderId())
        .map(placed -> decide(event, placed, invoice))
        .orElseGet(() -> Handled.waiting("order_unknown", Subject.order(invoice.orderId())));
  }

  private Handled decide(EventId event, PlacedOrder placed, Invoice invoice) {
    var known = book.payments().find(invoice.invoiceId());
    boolean again = known.isPresent() && known.get().event().equals(event);
    if (known.isPresent() && !(again && known.get().earns().isEmpty())) {
      return refuse(event, placed, invoice, "duplicate_event");
    }
    var closed = closed(placed, invoice);
    var decision =
        CommissionEngine.decide(facts(placed, invoice, closed), settings.apply(invoice.paidAt()));
    var fresh = Money.zero(invoice.amount().currency());
    var payment = known.orElseGet(() -> new Payment(event, invoice, Optional.empty(), fresh));
    return conclude(placed, payment, decision);
  }

  private static Optional<String> closed(PlacedOrder placed, Invoice invoice) {
    if (!invoice.amount().currency().equals(placed.order().amount().currency())) {
      return Optional.of("currency_mismatch");
    }
    return placed.cancelledAt().map(at -> "order_cancelled");
  }

  /** The payment is no news, or not what it claims to be: the decision is all that is kept. */
  private Handled refuse(EventId event, PlacedOrder placed, Invoice invoice, String reason) {
    var facts = facts(placed, invoice, Optional.of(reason));
    var decision = CommissionEngine.decide(facts, settings.apply(invoice.paidAt()));
    record(event, invoice, placed, decision);
    return Handled.done(reason);
  }

  private Facts facts(PlacedOrder placed, Invoice invoice, Optional<String> closed) {
    var order = placed.order();
    var zero = Money.zero(order.amount().currency());
    var earning =
        book.paymentsOf(order.orderId()).stream()
            .filter(payment -> payment.earns().orElse(false))
            .toList();
    var paid = earning.stream().map(p -> p.invoice().amount()).reduce(zero, Money::plus);
    var earned =
        earning.stream()
            .flatMap(payment -> book.parts().find(payment.invoice().invoiceId()).stream())
            .map(InvoiceCommission::amount)
            .reduce(zero, Money::plus);
    var entitlement = book.commissions().find(order.orderId()).map(OrderCommission::entitlement);
    var standing = new Facts.Standing(closed, entitlement, paid, earned);
    return new Facts(order, invoice, bond(order), standing);
  }

  private Optional<Bond> bond(Order order) {
    return book.bonds().find(order.userId());
  }

  private Handled conclude(PlacedOrder placed, Payment payment, Decision decision) {
    var invoice = payment.invoice();
    var id = record(payment.event(), invoice, placed, decision);
    if (decision.reasonCode().equals("user_not_referred")) {
      book.payments().put(invoice.invoiceId(), payment);
      return Handled.waiting(decision.reasonCode(), Subject.user(placed.order().userId()));
    }
    book.payments().put(invoice.invoiceId(), payment.decided(decision.outcome() != Outcome.NONE));
    book.journal().arrived(Subject.invoice(invoice.invoiceId()));
    if (decision.award().isPresent()) {
      awards.award(id, decision, placed.order(), invoice);
    }
    return Handled.done(decision.reasonCode());
  }

  private DecisionId record(EventId event, Invoice invoice, PlacedOrder placed, Decision decision) {
    var id = new DecisionId(ids.get());
    var affiliate = bond(placed.order()).map(Bond::affiliate);
    var invoiceId = Optional.of(invoice.invoiceId());
    book.journal()
        .decided(
            new Journal.Decided(
                id, event, placed.order().orderId(), invoiceId, affiliate, decision));
    return id;
  }
}
