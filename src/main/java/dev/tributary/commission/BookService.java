package dev.tributary.commission;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.Journal;
import dev.tributary.event.DispatchService.Arrived;
import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.InboxService;
import dev.tributary.event.Subject;
import dev.tributary.referral.ReferralService;
import dev.tributary.settings.Settings;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Opens the book on a batch of events, locked and loaded, and writes it back. It decides nothing.
 *
 * <p>Locks are taken in the order invoices, orders, users, referrals, order commissions, invoice
 * commissions, each kind sorted and in one statement, so that two batches never deadlock.
 */
public final class BookService {
  private final InboxService inbox;
  private final ReferralService referrals;
  private final SettingsService settings;

  public BookService(InboxService inbox, ReferralService referrals, SettingsService settings) {
    this.inbox = inbox;
    this.referrals = referrals;
    this.settings = settings;
  }

  /** The book, and the rules in force at each moment that the events name. */
  record Opened(Book book, Map<Instant, Settings> rules) {}

  Future<Opened> open(SqlClient tx, List<Arrived<OrderEvent>> events) {
    var mentions = Mentions.of(events);
    var book = Book.empty();
    return lockInvoices(tx, mentions)
        .compose(locked -> loadFacts(tx, mentions, book))
        .compose(loaded -> loadCommissions(tx, mentions, book))
        .map(rules -> new Opened(book, rules));
  }

  /** With its invoice locked, nobody can tell meanwhile to which order a refund belongs. */
  private Future<Void> lockInvoices(SqlClient tx, Mentions mentions) {
    var locked = inbox.lock(tx, subjects(mentions.invoices(), Subject::invoice));
    var orders = FactStore.findOrders(tx, mentions.invoices());
    return Future.all(locked, orders)
        .onSuccess(found -> mentions.orders().addAll(orders.result()))
        .mapEmpty();
  }

  private Future<Void> loadFacts(SqlClient tx, Mentions mentions, Book book) {
    return Future.all(
            inbox.lock(tx, subjects(mentions.orders(), Subject::order)),
            FactStore.loadOrders(tx, book, mentions.orders()),
            FactStore.loadPayments(tx, book, mentions.orders()),
            FactStore.findRefunds(tx, mentions.refunds()).onSuccess(book.refundIds()::addAll))
        .mapEmpty();
  }

  private Future<Map<Instant, Settings>> loadCommissions(
      SqlClient tx, Mentions mentions, Book book) {
    book.orders().all().forEach(placed -> mentions.users().add(placed.order().userId()));
    var invoices =
        book.payments().all().stream().map(payment -> payment.invoice().invoiceId()).toList();
    var locked = inbox.lock(tx, subjects(mentions.users(), Subject::user));
    var bonds =
        referrals
            .takeBonds(tx, mentions.users())
            .onSuccess(found -> found.forEach(book.bonds()::load));
    var commissions = CommissionStore.takeOrderCommissions(tx, book, mentions.orders());
    var parts = CommissionStore.takeInvoiceCommissions(tx, book, invoices);
    var rules = settings.inForceAt(tx, mentions.moments());
    return Future.all(locked, bonds, commissions, parts, rules).compose(all -> rules);
  }

  private static List<String> subjects(Set<String> ids, Function<String, String> subject) {
    return ids.stream().map(subject).toList();
  }

  /**
   * Writes what differs, and wakes the events that waited for what has arrived.
   *
   * @return how many referrals have qualified of each affiliate to whom one was added
   */
  Future<Map<AffiliateId, Integer>> close(SqlClient tx, Book book) {
    var journal = book.journal();
    var qualified =
        journal.qualified().stream()
            .collect(
                Collectors.groupingBy(
                    Journal.Qualified::affiliate,
                    LinkedHashMap::new,
                    Collectors.summingInt(r -> 1)));
    var counts = referrals.update(tx, book.bonds().changed(), qualified);
    return Future.all(
            List.of(
                write(book.orders().added(), rows -> FactStore.insertOrders(tx, rows)),
                write(book.orders().changed(), rows -> FactStore.cancelOrders(tx, rows)),
                write(book.payments().added(), rows -> FactStore.insertPayments(tx, rows)),
                write(book.payments().changed(), rows -> FactStore.decidePayments(tx, rows)),
                write(journal.refunds(), rows -> FactStore.insertRefunds(tx, rows)),
                write(journal.decisions(), rows -> CommissionStore.insertDecisions(tx, rows)),
                writeCommissions(tx, book),
                inbox.wake(tx, journal.arrived()),
                counts))
        .compose(all -> counts);
  }

  private static Future<Void> writeCommissions(SqlClient tx, Book book) {
    var commissions = book.commissions();
    var parts = book.parts();
    return Future.all(
            write(commissions.added(), rows -> CommissionStore.insertOrderCommissions(tx, rows)),
            write(commissions.changed(), rows -> CommissionStore.updateOrderCommissions(tx, rows)),
            write(parts.added(), rows -> CommissionStore.insertInvoiceCommissions(tx, rows)),
            write(parts.changed(), rows -> CommissionStore.updateInvoiceCommissions(tx, rows)))
        .mapEmpty();
  }

  private static <T> Future<Void> write(List<T> rows, Function<List<T>, Future<Void>> statement) {
    return rows.isEmpty() ? Future.succeededFuture() : statement.apply(rows);
  }
}
