package dev.tributary.commission.review;

import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Decides about many commissions, one after the other and each in a transaction of its own: what is
 * refused for one holds up none of the others.
 */
public final class BulkService {
  private final Database database;
  private final RulingService rulings;

  public BulkService(Database database, RulingService rulings) {
    this.database = database;
    this.rulings = rulings;
  }

  /**
   * What became of one.
   *
   * @param status where it stands now; empty when the decision was refused
   * @param refusal why it was; empty when it was not
   */
  public record Outcome(String id, Optional<String> status, Optional<Failure> refusal) {
    static Outcome done(String id, Enum<?> status) {
      return new Outcome(id, Optional.of(StateTable.word(status)), Optional.empty());
    }

    static Outcome refused(String id, Failure failure) {
      return new Outcome(id, Optional.empty(), Optional.of(failure));
    }
  }

  /**
   * Takes the same action on each of these order commissions.
   *
   * @return one outcome for each in the order given; fails with {@code Forbidden} for all but staff
   */
  public Future<List<Outcome>> decideOrders(
      Actor actor,
      List<OrderCommissionId> ids,
      OrderCommissionState.Action action,
      Optional<String> reason) {
    ReviewService.requireStaff(actor);
    return each(
        ids,
        (tx, id) ->
            rulings
                .decide(tx, RulingService.by(actor, reason), id, action)
                .map(row -> row.commission().status()));
  }

  /** The same for invoice commissions. */
  public Future<List<Outcome>> decideInvoices(
      Actor actor,
      List<InvoiceCommissionId> ids,
      InvoiceCommissionState.Action action,
      Optional<String> reason) {
    ReviewService.requireStaff(actor);
    return each(
        ids,
        (tx, id) ->
            rulings
                .decide(tx, RulingService.by(actor, reason), id, action)
                .map(row -> row.part().status()));
  }

  private <I> Future<List<Outcome>> each(
      List<I> ids, BiFunction<SqlClient, I, Future<? extends Enum<?>>> decision) {
    var outcomes = new ArrayList<Outcome>();
    var done = Future.<Void>succeededFuture();
    for (var id : ids) {
      done = done.compose(before -> one(id, decision)).onSuccess(outcomes::add).mapEmpty();
    }
    return done.map(outcomes);
  }

  private <I> Future<Outcome> one(
      I id, BiFunction<SqlClient, I, Future<? extends Enum<?>>> decision) {
    var name = id.toString();
    return database
        .transaction(tx -> decision.apply(tx, id).map(status -> Outcome.done(name, status)))
        .recover(
            fault ->
                fault instanceof Refusal refusal
                    ? Future.succeededFuture(Outcome.refused(name, refusal.failure()))
                    : Future.failedFuture(fault));
  }
}
