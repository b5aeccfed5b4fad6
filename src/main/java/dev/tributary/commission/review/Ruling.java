package dev.tributary.commission.review;

import dev.tributary.audit.Change;
import dev.tributary.audit.Note;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.clerk.News;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody decides about the commissions of one order, and all that follows from it. Pure: it
 * takes edges of the tables or refuses, and keeps what has to be written.
 */
final class Ruling {
  /**
   * Who decides, and why.
   *
   * @param cause names this decision in the keys of the transfers that reverse
   */
  record By(Actor actor, Optional<String> reason, String cause) {
    /** What the service does in consequence, by its own rules. */
    By system() {
      return new By(Actor.SYSTEM, Optional.empty(), cause);
    }
  }

  private static final String CHANGE_RATE = "change_rate";
  private static final List<InvoiceCommissionState> OPEN =
      List.of(InvoiceCommissionState.PENDING, InvoiceCommissionState.HELD);

  private final CaseFile file;
  private final By by;
  private final Journal journal = new Journal();
  private final Map<InvoiceCommissionId, InvoiceCommission> changed = new LinkedHashMap<>();
  private final List<Note> notes = new ArrayList<>();
  private OrderCommission commission;

  Ruling(CaseFile file, By by) {
    this.file = file;
    this.by = by;
    commission = file.commission();
  }

  /**
   * Takes the order commission along an edge.
   *
   * @param invoicesFollow whether its pending parts are approved with it
   */
  void decide(OrderCommissionState.Action action, boolean invoicesFollow) {
    step(action, by);
    if (action == OrderCommissionState.Action.APPROVE && invoicesFollow) {
      file.parts().stream()
          .filter(part -> part.status() == InvoiceCommissionState.PENDING)
          .filter(part -> part.left().isPositive())
          .forEach(part -> approve(part, by.system()));
    }
    if (action == OrderCommissionState.Action.CANCEL) {
      file.parts().stream()
          .filter(part -> OPEN.contains(part.status()))
          .forEach(part -> step(part, InvoiceCommissionState.Action.REJECT, by));
    }
  }

  /** Takes an invoice commission along an edge, with its money. */
  void decide(InvoiceCommissionId id, InvoiceCommissionState.Action action) {
    var part = part(id);
    switch (action) {
      case APPROVE -> approve(part, by);
      case REVERSE -> reverse(part);
      case REJECT, UNREJECT, HOLD, RELEASE -> step(part, action, by);
    }
  }

  private InvoiceCommission part(InvoiceCommissionId id) {
    return file.parts().stream().filter(part -> part.id().equals(id)).findFirst().orElseThrow();
  }

  private void approve(InvoiceCommission part, By who) {
    change(part, InvoiceCommissionState.Action.APPROVE, who);
    if (commission.status() != OrderCommissionState.APPROVED) {
      throw refused("order_commission_not_approved", "Approve its order commission first.");
    }
    if (!part.left().isPositive()) {
      throw refused("nothing_left", "All of it was refunded before it was approved.");
    }
    var after = part.approved();
    put(after);
    var id = part.id();
    var pending = account(Bucket.PENDING);
    journal.transferred(
        new Transfer("credit:" + id, "credit", Account.EXPENSE, pending, part.left()));
    if (after.released()) {
      var available = account(Bucket.AVAILABLE);
      journal.transferred(
          new Transfer("release:" + id, "release", pending, available, part.left()));
    }
  }

  private static Refusal refused(String reason, String detail) {
    return new Refusal(new Failure.Refused(reason, detail));
  }

  private void reverse(InvoiceCommission part) {
    var to = change(part, InvoiceCommissionState.Action.REVERSE, by);
    var from = account(part.released() ? Bucket.AVAILABLE : Bucket.PENDING);
    var key = "reverse:" + part.id() + ":" + by.cause();
    journal.transferred(new Transfer(key, "reverse", from, Account.EXPENSE, part.left()));
    put(part.reversed(part.left(), to));
    close();
  }

  /** An approved order commission of which nothing is left, and to which nothing can come. */
  private void close() {
    boolean nothingLeft =
        file.parts().stream()
            .map(part -> changed.getOrDefault(part.id(), part))
            .noneMatch(part -> part.left().isPositive());
    if (commission.status() == OrderCommissionState.APPROVED && file.isClosed() && nothingLeft) {
      step(OrderCommissionState.Action.REVERSE, by.system());
    }
  }

  /** Gives the order commission another rate while nobody has decided about it. */
  void reprice(Rate rate) {
    requireRepricer();
    var before = commission;
    commission = commission.at(rate);
    if (!commission.entitlement().amount().isPositive()) {
      throw Repricing.tooLow();
    }
    notes.add(note("order_commission", before.id().value(), values(before), values(commission)));
    News.tell(journal, "changed", commission);
    new Repricing(file).parts(commission.entitlement().amount()).forEach(this::reprice);
  }

  private void requireRepricer() {
    if (!by.actor().has(Role.REVIEWER) && !by.actor().has(Role.ADMIN)) {
      throw new Refusal(new Failure.Forbidden());
    }
    if (commission.status() != OrderCommissionState.PENDING) {
      var id = commission.id().toString();
      var status = StateTable.word(commission.status());
      var resource = new Failure.Resource("order_commission", id, status);
      throw new Refusal(new Failure.IllegalTransition(resource, CHANGE_RATE));
    }
  }

  private void reprice(InvoiceCommission after) {
    var before = part(after.id());
    changed.put(after.id(), after);
    notes.add(note("invoice_commission", before.id().value(), values(before), values(after)));
    News.tell(journal, "changed", commission, after);
  }

  private Note note(
      String type, UUID subject, Map<String, Object> before, Map<String, Object> after) {
    var why = by.reason().orElse(null);
    return new Note(type, subject, CHANGE_RATE, before, after, by.actor(), why);
  }

  private static Map<String, Object> values(OrderCommission row) {
    var entitlement = row.entitlement();
    return Map.of(
        "rate_ppm", entitlement.rate().ppm(), "amount_minor", entitlement.amount().minor());
  }

  private static Map<String, Object> values(InvoiceCommission row) {
    return Map.of("amount_minor", row.amount().minor(), "reversed_minor", row.reversed().minor());
  }

  private Account account(Bucket bucket) {
    return new Account(commission.affiliate().value(), bucket);
  }

  private void step(OrderCommissionState.Action action, By who) {
    var id = commission.id();
    var table = OrderCommissionState.TABLE;
    var from = commission.status();
    var to = table.next(id.toString(), from, action, who.actor());
    var change = Change.of(table.machine(), id.value(), action, from, to, who.actor());
    journal.changed(change.because(who.reason().orElse(null)));
    commission = commission.with(to);
    News.tell(journal, StateTable.word(to), commission);
  }

  private void step(InvoiceCommission part, InvoiceCommissionState.Action action, By who) {
    put(part.with(change(part, action, who)));
  }

  private InvoiceCommissionState change(
      InvoiceCommission part, InvoiceCommissionState.Action action, By who) {
    var table = InvoiceCommissionState.TABLE;
    var to = table.next(part.id().toString(), part.status(), action, who.actor());
    var change =
        Change.of(table.machine(), part.id().value(), action, part.status(), to, who.actor());
    journal.changed(change.because(who.reason().orElse(null)));
    return to;
  }

  private void put(InvoiceCommission part) {
    changed.put(part.id(), part);
    News.tell(journal, StateTable.word(part.status()), commission, part);
  }

  OrderCommission commission() {
    return commission;
  }

  /** The invoice commissions that differ from before. */
  Collection<InvoiceCommission> changed() {
    return changed.values();
  }

  /** What was done beside the tables. */
  List<Note> notes() {
    return notes;
  }

  Journal journal() {
    return journal;
  }
}
