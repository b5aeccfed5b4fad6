package dev.tributary.commission.clerk;

import static java.util.stream.Collectors.joining;

import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.engine.OrderCase;
import dev.tributary.event.DispatchService.Arrived;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.InvoicePaid;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.event.InboundEvent.OrderCancelled;
import dev.tributary.event.InboundEvent.OrderCreated;
import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.Refund;
import dev.tributary.event.InboundEvent.Refunded;
import dev.tributary.event.Subject;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What happened to one order, in words, and what the clerks made of it; the inbox is played as far
 * as it lets events wait and wakes them. The order costs 100.00 and earns ten percent.
 *
 * <pre>
 * name=value     what is different, as in {@link OrderCase}
 * ordered paid   order.created; order.paid, whose invoice is P
 * stranger       order.paid by another user
 * A+3333         3333 of the order are paid by the invoice A; A+3333EUR in another currency
 * A-1000         1000 of A are refunded; A-1000/r1 under the refund id r1
 * A~1000         1000 of A are charged back
 * cancelled      order.cancelled
 * referred       the referral of the buyer appears
 * released       what was credited can be withdrawn from now on
 * </pre>
 */
final class Story {
  private static final Pattern MONEY = Pattern.compile("(\\w)([+~-])(\\d+)([A-Z]{3})?(?:/(\\w+))?");
  private static final Instant PAID_AT = Instant.parse("2026-05-01T10:00:00Z");

  final Book book = Book.empty();
  private final OrderCase given;
  private final OrderClerk clerk;
  private final Map<EventId, Arrived<OrderEvent>> events = new LinkedHashMap<>();
  private final Map<EventId, Handled> handled = new LinkedHashMap<>();
  private int ids;

  private Story(String text) {
    var words = List.of(text.strip().split("\\s+", -1));
    var differences = words.stream().filter(word -> word.contains("=")).collect(joining(" "));
    given = new OrderCase("tax=0 amount=10000 " + differences);
    given.facts().bond().ifPresent(bond -> book.bonds().load(given.order().userId(), bond));
    clerk = new OrderClerk(book, at -> given.settings(), () -> new UUID(1, ++ids));
  }

  /** Tells it event by event. */
  static Story of(String text) {
    var story = new Story(text);
    steps(text).forEach(story::tell);
    return story;
  }

  /** Tells the events all at once, as one batch; the story may hold nothing else. */
  static Story atOnce(String text) {
    var story = new Story(text);
    story.enter(steps(text).stream().map(story::arrive).toList());
    return story;
  }

  private static List<String> steps(String text) {
    var words = List.of(text.strip().split("\\s+", -1));
    return words.stream().filter(word -> !word.contains("=")).toList();
  }

  private void tell(String word) {
    switch (word) {
      case "referred" -> {
        book.bonds().put(given.order().userId(), given.bond());
        enterIfAny(waiting(Set.of(Subject.user(given.order().userId()))));
      }
      case "released" -> List.copyOf(book.parts().all()).forEach(this::release);
      default -> enter(List.of(arrive(word)));
    }
  }

  private Arrived<OrderEvent> arrive(String word) {
    var id = new EventId(new UUID(2, events.size()));
    var arrived = new Arrived<>(id, event(word));
    events.put(id, arrived);
    return arrived;
  }

  private OrderEvent event(String word) {
    var order = given.order();
    return switch (word) {
      case "ordered" -> new OrderCreated(order);
      case "paid" -> new OrderPaid(order, invoice("P", order.amount()));
      case "stranger" -> new OrderPaid(stranger(order), invoice("S", order.amount()));
      case "cancelled" -> new OrderCancelled(order.orderId(), PAID_AT);
      default -> money(word);
    };
  }

  private static Order stranger(Order order) {
    var amount = order.amount();
    return new Order(
        order.orderId(), "u_666", order.kind(), amount, order.tax(), order.tax(), order.tax());
  }

  private Invoice invoice(String id, Money amount) {
    return new Invoice(id, given.order().orderId(), "card", amount, PAID_AT);
  }

  private OrderEvent money(String word) {
    var parts = MONEY.matcher(word);
    if (!parts.matches()) {
      throw new IllegalArgumentException("the story says " + word);
    }
    var currency = parts.group(4) == null ? null : new Currency(parts.group(4));
    var of = currency == null ? given.order().amount().currency() : currency;
    var amount = Money.of(Long.parseLong(parts.group(3)), of);
    var invoice = parts.group(1);
    var refundId = parts.group(5) == null ? "R" + events.size() : parts.group(5);
    return switch (parts.group(2)) {
      case "+" -> new InvoicePaid(invoice(invoice, amount));
      case "-" -> refund(Refund.Kind.REFUND, refundId, invoice, amount);
      default -> refund(Refund.Kind.CHARGEBACK, refundId, invoice, amount);
    };
  }

  private static Refunded refund(Refund.Kind kind, String id, String invoice, Money amount) {
    return new Refunded(new Refund(kind, id, invoice, amount, PAID_AT));
  }

  /** What waited before is woken by what arrives; what is entered now is not waiting yet. */
  private void enter(List<Arrived<OrderEvent>> batch) {
    book.journal().arrived().clear();
    var before = List.copyOf(handled.keySet());
    handled.putAll(clerk.enter(batch));
    var woken = waiting(Set.copyOf(book.journal().arrived()));
    enterIfAny(woken.stream().filter(event -> before.contains(event.id())).toList());
  }

  private void enterIfAny(List<Arrived<OrderEvent>> woken) {
    if (!woken.isEmpty()) {
      enter(woken);
    }
  }

  private List<Arrived<OrderEvent>> waiting(Set<String> subjects) {
    return events.values().stream()
        .filter(event -> waitsFor(event.id()).filter(subjects::contains).isPresent())
        .toList();
  }

  private Optional<String> waitsFor(EventId id) {
    return Optional.ofNullable(handled.get(id)).flatMap(Handled::waitsFor);
  }

  private void release(InvoiceCommission part) {
    if (part.status() != InvoiceCommissionState.APPROVED || part.released()) {
      return;
    }
    var owner = given.bond().affiliate().value();
    var from = new Account(owner, Bucket.PENDING);
    var to = new Account(owner, Bucket.AVAILABLE);
    var key = "release:" + part.id();
    book.journal().transferred(new Transfer(key, "release", from, to, part.left()));
    book.parts()
        .put(
            part.invoiceId(),
            new InvoiceCommission(
                part.id(),
                part.order(),
                part.invoiceId(),
                part.amount(),
                part.reversed(),
                part.status(),
                part.holdDays(),
                true));
  }

  /** The reason of each event, in the order told; with a tilde while it still waits. */
  String reasons() {
    return events.keySet().stream()
        .map(handled::get)
        .map(h -> h.waitsFor().map(subject -> "~").orElse("") + h.reason())
        .collect(joining(" "));
  }

  /** What the events that wait are waiting for. */
  String waitsFor() {
    return handled.values().stream().flatMap(h -> h.waitsFor().stream()).collect(joining(" "));
  }

  /** What the affiliate has in a bucket, by the transfers. */
  long balance(Bucket bucket) {
    var account = new Account(given.bond().affiliate().value(), bucket);
    return book.journal().transfers().stream()
        .mapToLong(move -> moved(move, account) * move.amount().minor())
        .sum();
  }

  private static long moved(Transfer move, Account account) {
    return (move.to().equals(account) ? 1L : 0) - (move.from().equals(account) ? 1 : 0);
  }

  /** The state of the order commission, or a dash. */
  String order() {
    return book.commissions()
        .find(given.order().orderId())
        .map(commission -> StateTable.word(commission.status()))
        .orElse("-");
  }

  /** Each part by its invoice: what it earned, less what was reversed, and its state. */
  String parts() {
    var parts = book.parts().all().stream().map(Story::part).sorted().collect(joining(" "));
    return parts.isEmpty() ? "-" : parts;
  }

  private static String part(InvoiceCommission part) {
    var reversed = part.reversed().isZero() ? "" : "-" + part.reversed().minor();
    var approved = part.status() == InvoiceCommissionState.APPROVED;
    var state = approved ? "" : "/" + StateTable.word(part.status());
    return part.invoiceId() + "=" + part.amount().minor() + reversed + state;
  }
}
