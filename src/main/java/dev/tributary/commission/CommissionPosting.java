package dev.tributary.commission;

import dev.tributary.audit.Change;
import dev.tributary.commission.engine.Decision.Award;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that follows from an award, worked out before anything is written: the states the two
 * commissions reach, their transfers, and what is recorded and told. Pure; the ids come from
 * outside.
 */
record CommissionPosting(
    OrderCommissionId orderCommission,
    InvoiceCommissionId invoiceCommission,
    OrderCommissionState orderState,
    InvoiceCommissionState invoiceState,
    boolean released,
    boolean qualifies,
    List<Transfer> transfers,
    List<Change> changes,
    List<OutgoingEvent> events) {

  static CommissionPosting of(
      Payment payment, Bond bond, Award award, UUID orderCommission, UUID invoiceCommission) {
    var orderId = new OrderCommissionId(orderCommission);
    var invoiceId = new InvoiceCommissionId(invoiceCommission);
    var approval = payment.settings().approval();
    var orderState =
        approval.orderAuto() ? OrderCommissionState.APPROVED : OrderCommissionState.PENDING;
    var invoiceState =
        approval.orderAuto() && approval.invoiceAuto()
            ? InvoiceCommissionState.APPROVED
            : InvoiceCommissionState.PENDING;
    boolean credited = invoiceState == InvoiceCommissionState.APPROVED;
    boolean released = credited && payment.settings().holdDays() == 0;
    return new CommissionPosting(
        orderId,
        invoiceId,
        orderState,
        invoiceState,
        released,
        bond.status() == ReferralState.PENDING,
        transfers(invoiceId, bond, award, credited, released),
        changes(bond, orderId, orderState, invoiceId, invoiceState),
        events(payment, bond, award, invoiceId, invoiceState));
  }

  private static List<Transfer> transfers(
      InvoiceCommissionId id, Bond bond, Award award, boolean credited, boolean released) {
    var owner = bond.affiliate().value();
    var pending = new Account(owner, Bucket.PENDING);
    var available = new Account(owner, Bucket.AVAILABLE);
    var transfers = new ArrayList<Transfer>();
    if (credited) {
      transfers.add(
          new Transfer("credit:" + id, "credit", Account.EXPENSE, pending, award.amount()));
    }
    if (released) {
      transfers.add(new Transfer("release:" + id, "release", pending, available, award.amount()));
    }
    return transfers;
  }

  private static List<Change> changes(
      Bond bond,
      OrderCommissionId order,
      OrderCommissionState orderState,
      InvoiceCommissionId invoice,
      InvoiceCommissionState invoiceState) {
    var system = Actor.SYSTEM;
    var changes = new ArrayList<Change>();
    changes.add(
        Change.created("order_commission", order.value(), OrderCommissionState.PENDING, system));
    if (orderState == OrderCommissionState.APPROVED) {
      var action = OrderCommissionState.Action.APPROVE;
      var from = OrderCommissionState.PENDING;
      changes.add(Change.of("order_commission", order.value(), action, from, orderState, system));
    }
    changes.add(
        Change.created(
            "invoice_commission", invoice.value(), InvoiceCommissionState.PENDING, system));
    if (invoiceState == InvoiceCommissionState.APPROVED) {
      var action = InvoiceCommissionState.Action.APPROVE;
      var from = InvoiceCommissionState.PENDING;
      changes.add(
          Change.of("invoice_commission", invoice.value(), action, from, invoiceState, system));
    }
    if (bond.status() == ReferralState.PENDING) {
      var action = ReferralState.Action.QUALIFY;
      changes.add(
          Change.of(
              "referral",
              bond.referral().value(),
              action,
              ReferralState.PENDING,
              ReferralState.QUALIFIED,
              system));
    }
    return changes;
  }

  private static List<OutgoingEvent> events(
      Payment payment,
      Bond bond,
      Award award,
      InvoiceCommissionId invoice,
      InvoiceCommissionState invoiceState) {
    var data =
        Map.<String, Object>of(
            "invoice_commission_id", invoice.toString(),
            "order_id", payment.order().orderId(),
            "invoice_id", payment.order().invoiceId(),
            "affiliate_user_id", bond.affiliateUserId(),
            "amount", award.amount().minor(),
            "currency", award.amount().currency().wire(),
            "status", StateTable.word(invoiceState));
    var events = new ArrayList<OutgoingEvent>();
    events.add(new OutgoingEvent("invoice_commission.created", invoice.toString(), data));
    if (invoiceState == InvoiceCommissionState.APPROVED) {
      events.add(new OutgoingEvent("invoice_commission.approved", invoice.toString(), data));
    }
    if (bond.status() == ReferralState.PENDING) {
      var referral = bond.referral().toString();
      events.add(
          new OutgoingEvent(
              "referral.qualified",
              referral,
              Map.of("referral_id", referral, "affiliate_user_id", bond.affiliateUserId())));
    }
    return events;
  }
}
