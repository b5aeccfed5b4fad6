package dev.tributary.commission.review;

import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Cursor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.UUID;

/**
 * Shows staff what was earned and how it stands, whatever became of who earned it. It changes
 * nothing.
 */
public final class ReviewService {
  private static final UUID BEFORE_ALL = new UUID(-1, -1);

  private final Database database;

  public ReviewService(Database database) {
    this.database = database;
  }

  /**
   * The order commissions that pass the filter, newest first.
   *
   * @param cursor where the page before ended; empty for the first
   * @return fails with {@code Forbidden}, or {@code Invalid} for a cursor of another list
   */
  public Future<Page<ReviewedOrder>> listOrders(
      Actor actor, ReviewFilter<OrderCommissionState> filter, Optional<String> cursor, int limit) {
    requireStaff(actor);
    var list = "order commissions " + filter;
    var conditions = Conditions.of("c", filter).and("c.id <", position(list, cursor));
    return database
        .run(client -> ReviewStore.listOrders(client, conditions, limit + 1))
        .map(rows -> Page.of(rows, limit, row -> cursor(list, row.commission().id().value())));
  }

  /** The same for invoice commissions. */
  public Future<Page<ReviewedInvoice>> listInvoices(
      Actor actor,
      ReviewFilter<InvoiceCommissionState> filter,
      Optional<String> cursor,
      int limit) {
    requireStaff(actor);
    var list = "invoice commissions " + filter;
    var conditions = Conditions.of("i", filter).and("i.id <", position(list, cursor));
    return database
        .run(client -> ReviewStore.listInvoices(client, conditions, limit + 1))
        .map(rows -> Page.of(rows, limit, row -> cursor(list, row.part().id().value())));
  }

  private static String cursor(String list, UUID id) {
    return Cursor.of(list, id.toString());
  }

  private static UUID position(String list, Optional<String> cursor) {
    return cursor
        .map(text -> Cursor.position(list, text).orElseThrow(ReviewService::otherList))
        .map(UUID::fromString)
        .orElse(BEFORE_ALL);
  }

  private static Refusal otherList() {
    var expected = "expected next_cursor of this list with the same filter";
    return new Refusal(Failure.Invalid.field("cursor", expected));
  }

  /** Fails with {@code Forbidden} for all but staff, or {@code order_commission_not_found}. */
  public Future<ReviewedOrder> getOrder(Actor actor, OrderCommissionId id) {
    requireStaff(actor);
    return database.run(client -> getOrder(client, id));
  }

  /** As it stands in the caller's transaction. */
  Future<ReviewedOrder> getOrder(SqlClient client, OrderCommissionId id) {
    var only = new Conditions().and("c.id =", id.value());
    return ReviewStore.listOrders(client, only, 1)
        .map(found -> found.stream().findFirst().orElseThrow(() -> notFound(id)));
  }

  /** Fails with {@code Forbidden} for all but staff, or {@code invoice_commission_not_found}. */
  public Future<ReviewedInvoice> getInvoice(Actor actor, InvoiceCommissionId id) {
    requireStaff(actor);
    return database.run(client -> getInvoice(client, id));
  }

  /** As it stands in the caller's transaction. */
  Future<ReviewedInvoice> getInvoice(SqlClient client, InvoiceCommissionId id) {
    var only = new Conditions().and("i.id =", id.value());
    return ReviewStore.listInvoices(client, only, 1)
        .map(found -> found.stream().findFirst().orElseThrow(() -> notFound(id)));
  }

  static void requireStaff(Actor actor) {
    if (!actor.isStaff()) {
      throw new Refusal(new Failure.Forbidden());
    }
  }

  static Refusal notFound(OrderCommissionId id) {
    return new Refusal(new Failure.NotFound("order_commission", id.toString()));
  }

  static Refusal notFound(InvoiceCommissionId id) {
    return new Refusal(new Failure.NotFound("invoice_commission", id.toString()));
  }
}
