package dev.tributary.commission.clerk;

import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.engine.Decision;
import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.commission.engine.Entitlement;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralState;
import dev.tributary.settings.Settings;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Enters in the book what follows from a payment that earns, as far as settings let it go. */
final class AwardClerk {
  private final Book book;
  private final Function<Instant, Settings> settings;
  private final Supplier<UUID> ids;

  AwardClerk(Book book, Function<Instant, Settings> settings, Supplier<UUID> ids) {
    this.book = book;
    this.settings = settings;
    this.ids = ids;
  }

  void award(DecisionId id, Decision decision, Order order, Invoice invoice) {
    var award = decision.award().orElseThrow();
    var rules = settings.apply(invoice.paidAt());
    var commission =
        book.commissions()
            .find(order.orderId())
            .orElseGet(() -> open(order, id, award.entitlement(), rules));
    if (award.amount().isPositive()) {
      boolean held = decision.outcome() == Outcome.HELD;
      release(commission, invoice, award.amount(), held, rules);
    }
  }

  /** The first payment that earns makes the order commission and uses a trigger. */
  private OrderCommission open(
      Order order, DecisionId decision, Entitlement entitlement, Settings rules) {
    var bond = book.bonds().find(order.userId()).orElseThrow();
    var commission =
        new OrderCommission(
            new OrderCommissionId(ids.get()),
            order.orderId(),
            bond.referral(),
            bond.affiliate(),
            bond.affiliateUserId(),
            decision,
            entitlement,
            OrderCommissionState.PENDING);
    var id = commission.id().value();
    book.journal().created("order_commission", id, commission.status());
    News.tell(book.journal(), "created", commission);
    if (rules.approval().orderAuto()) {
      var action = OrderCommissionState.Action.APPROVE;
      var table = OrderCommissionState.TABLE;
      commission = commission.with(book.journal().step(table, id, commission.status(), action));
      News.tell(book.journal(), "approved", commission);
    }
    book.commissions().put(order.orderId(), commission);
    useTrigger(order.userId(), bond, rules);
    return commission;
  }

  private void useTrigger(String userId, Bond bond, Settings rules) {
    book.bonds().put(userId, bond.afterEarning());
    if (bond.status() == ReferralState.PENDING) {
      var referral = bond.referral();
      var action = ReferralState.Action.QUALIFY;
      book.journal().step(ReferralState.TABLE, referral.value(), bond.status(), action);
      book.journal().qualified(new Journal.Qualified(referral, bond.affiliate(), userId, rules));
      var data =
          Map.<String, Object>of(
              "referral_id", referral.toString(), "affiliate_user_id", bond.affiliateUserId());
      book.journal().news("referral.qualified", referral.toString(), data);
    }
  }

  private void release(
      OrderCommission commission, Invoice invoice, Money amount, boolean held, Settings rules) {
    var id = new InvoiceCommissionId(ids.get());
    var status = InvoiceCommissionState.PENDING;
    book.journal().created("invoice_commission", id.value(), status);
    boolean approves =
        rules.approval().invoiceAuto() && commission.status() == OrderCommissionState.APPROVED;
    if (held || approves) {
      var action =
          held ? InvoiceCommissionState.Action.HOLD : InvoiceCommissionState.Action.APPROVE;
      status = book.journal().step(InvoiceCommissionState.TABLE, id.value(), status, action);
    }
    boolean credited = status == InvoiceCommissionState.APPROVED;
    boolean released = credited && rules.holdDays() == 0;
    var part =
        new InvoiceCommission(
            id,
            commission.id(),
            invoice.invoiceId(),
            amount,
            Money.zero(amount.currency()),
            status,
            rules.holdDays(),
            released);
    book.parts().put(invoice.invoiceId(), part);
    if (credited) {
      credit(commission, part);
    }
    tell(commission, part);
  }

  private void credit(OrderCommission commission, InvoiceCommission part) {
    var pending = new Account(commission.affiliate().value(), Bucket.PENDING);
    var available = new Account(commission.affiliate().value(), Bucket.AVAILABLE);
    var id = part.id();
    book.journal()
        .transferred(
            new Transfer("credit:" + id, "credit", Account.EXPENSE, pending, part.amount()));
    if (part.released()) {
      book.journal()
          .transferred(new Transfer("release:" + id, "release", pending, available, part.amount()));
    }
  }

  private void tell(OrderCommission commission, InvoiceCommission part) {
    News.tell(book.journal(), "created", commission, part);
    switch (part.status()) {
      case APPROVED -> {
        News.tell(book.journal(), "approved", commission, part);
        if (part.released()) {
          News.tell(book.journal(), "released", commission, part);
        }
      }
      case HELD -> News.tell(book.journal(), "held", commission, part);
      default -> {
        // Nothing has happened to it yet.
      }
    }
  }
}
