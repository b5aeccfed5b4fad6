package dev.tributary.commission.review;

import dev.tributary.audit.AuditService;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommission;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.event.OutboxService;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.TypeId;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes commissions along the edges of their tables as staff decide, each decision with its money,
 * its audit entries and its events in one transaction. It locks the order commission first, then
 * its invoice commissions: like the events do, so neither waits for the other in a circle.
 */
public final class RulingService {
  private final Database database;
  private final ReviewService review;
  private final SettingsService settings;
  private final LedgerService ledger;
  private final AuditService audit;
  private final OutboxService outbox;

  public RulingService(
      Database database,
      ReviewService review,
      SettingsService settings,
      LedgerService ledger,
      AuditService audit,
      OutboxService outbox) {
    this.database = database;
    this.review = review;
    this.settings = settings;
    this.ledger = ledger;
    this.audit = audit;
    this.outbox = outbox;
  }

  /**
   * Decides about an order commission. Its pending invoice commissions are approved with it where
   * the settings in force say auto, and rejected when it is cancelled.
   *
   * @return fails with {@code Forbidden} for all but staff and for staff without this right, with
   *     {@code order_commission_not_found}, or with {@code IllegalTransition}
   */
  public Future<Reply> decide(
      Actor actor,
      OrderCommissionId id,
      OrderCommissionState.Action action,
      Optional<String> reason,
      Once<ReviewedOrder> once) {
    ReviewService.requireStaff(actor);
    return database.transaction(
        tx -> once.run(tx, () -> decide(tx, by(actor, reason), id, action)));
  }

  Future<ReviewedOrder> decide(
      SqlClient tx, Ruling.By by, OrderCommissionId id, OrderCommissionState.Action action) {
    boolean invoicesFollow = settings.current().approval().invoiceAuto();
    return take(tx, id)
        .compose(file -> rule(tx, file, by, ruling -> ruling.decide(action, invoicesFollow)))
        .compose(written -> review.getOrder(tx, id));
  }

  /**
   * Decides about an invoice commission. Its approval is the credit of what is left of it, its
   * reversal takes that back.
   *
   * @return fails with {@code Forbidden} for all but staff and for staff without this right, with
   *     {@code invoice_commission_not_found}, with {@code IllegalTransition}, or where it cannot be
   *     approved with {@code order_commission_not_approved} or {@code nothing_left}
   */
  public Future<Reply> decide(
      Actor actor,
      InvoiceCommissionId id,
      InvoiceCommissionState.Action action,
      Optional<String> reason,
      Once<ReviewedInvoice> once) {
    ReviewService.requireStaff(actor);
    return database.transaction(
        tx -> once.run(tx, () -> decide(tx, by(actor, reason), id, action)));
  }

  Future<ReviewedInvoice> decide(
      SqlClient tx, Ruling.By by, InvoiceCommissionId id, InvoiceCommissionState.Action action) {
    return CaseStore.findOrder(tx, id)
        .map(found -> found.orElseThrow(() -> ReviewService.notFound(id)))
        .compose(order -> take(tx, order))
        .compose(file -> rule(tx, file, by, ruling -> ruling.decide(id, action)))
        .compose(written -> review.getInvoice(tx, id));
  }

  /**
   * Gives a pending order commission another rate; what its payments release follows.
   *
   * @return fails with {@code Forbidden} for all but reviewers and admins, with {@code
   *     order_commission_not_found}, with {@code IllegalTransition} once it was decided about, or
   *     with {@code rate_too_low} where nothing would be left of a payment
   */
  public Future<ReviewedOrder> reprice(
      Actor actor, OrderCommissionId id, Rate rate, Optional<String> reason) {
    ReviewService.requireStaff(actor);
    return database.transaction(
        tx ->
            take(tx, id)
                .compose(file -> rule(tx, file, by(actor, reason), r -> r.reprice(rate)))
                .compose(written -> review.getOrder(tx, id)));
  }

  /** Who decides, with a name for this one decision. */
  static Ruling.By by(Actor actor, Optional<String> reason) {
    return new Ruling.By(actor, reason, TypeId.format("act", NewId.next()));
  }

  private Future<CaseFile> take(SqlClient tx, OrderCommissionId id) {
    return CaseStore.takeOrder(tx, id)
        .map(found -> found.orElseThrow(() -> ReviewService.notFound(id)))
        .compose(commission -> take(tx, commission));
  }

  /** With the order commission locked, no event adds a payment that it could earn by. */
  private static Future<CaseFile> take(SqlClient tx, OrderCommission commission) {
    var parts = CaseStore.takeParts(tx, commission.id());
    var price = CaseStore.getPrice(tx, commission.orderId());
    var paid = CaseStore.listPaid(tx, commission.orderId());
    return Future.all(parts, price, paid)
        .map(all -> new CaseFile(commission, parts.result(), price.result(), paid.result()));
  }

  /** The money comes last: the accounts are locked from here to the commit, and no longer. */
  private Future<Void> rule(SqlClient tx, CaseFile file, Ruling.By by, Consumer<Ruling> decision) {
    var ruling = new Ruling(file, by);
    decision.accept(ruling);
    var journal = ruling.journal();
    return CaseStore.updateOrder(tx, ruling.commission())
        .compose(written -> CaseStore.updateParts(tx, ruling.changed()))
        .compose(written -> record(tx, ruling))
        .compose(recorded -> outbox.put(tx, journal.news()))
        .compose(announced -> ledger.post(tx, journal.transfers()));
  }

  private Future<Void> record(SqlClient tx, Ruling ruling) {
    return audit
        .record(tx, ruling.journal().changes())
        .compose(recorded -> audit.note(tx, ruling.notes()));
  }
}
