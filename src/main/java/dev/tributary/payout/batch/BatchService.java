package dev.tributary.payout.batch;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.payout.BatchId;
import dev.tributary.payout.Note;
import dev.tributary.payout.Payout;
import dev.tributary.payout.PayoutState;
import dev.tributary.payout.PayoutState.Action;
import dev.tributary.payout.PayoutStepService;
import dev.tributary.payout.PayoutStepService.Step;
import dev.tributary.payout.batch.BatchStore.Draft;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts approved payouts together that go out together, hands them on as a table, and takes in what
 * came of them. It moves payouts by their own steps only.
 */
public final class BatchService {
  /** The results of so many fit into one body. */
  private static final int MAX_PAYOUTS = 500;

  private final Database database;
  private final PayoutStepService steps;

  public BatchService(Database database, PayoutStepService steps) {
    this.database = database;
    this.steps = steps;
  }

  /** A batch with how many of its payouts stand where. */
  public record Standing(Batch batch, Map<PayoutState, Long> payouts) {}

  /**
   * What a file of results did.
   *
   * @param known lines that said what was known
   */
  public record Outcome(BatchId batch, long paid, long failed, int known) {}

  /**
   * Freezes the approved payouts of a method and a currency, up to 500 of them and none of the
   * caller's own, into a batch; from now on they are being processed.
   *
   * @return fails with {@code Forbidden} for all but finance, or {@code nothing_to_pay}
   */
  public Future<Reply> freeze(Actor actor, String method, Currency currency, Once<Standing> once) {
    return paysOut(actor)
        ? database.transaction(tx -> once.run(tx, () -> freeze(tx, actor, method, currency)))
        : forbidden();
  }

  private Future<Standing> freeze(SqlClient tx, Actor actor, String method, Currency currency) {
    return steps
        .takePayable(tx, actor, method, currency, MAX_PAYOUTS)
        .compose(
            payable ->
                payable.isEmpty()
                    ? nothingToPay()
                    : freeze(tx, actor, draft(actor, payable), payable));
  }

  private static Draft draft(Actor actor, List<Payout> payable) {
    var first = payable.getFirst();
    var total = payable.stream().map(Payout::amount).reduce(Money::plus).orElseThrow();
    return new Draft(new BatchId(NewId.next()), first.method(), payable.size(), total, actor.id());
  }

  private Future<Standing> freeze(SqlClient tx, Actor actor, Draft draft, List<Payout> payable) {
    var process =
        payable.stream()
            .map(payout -> new Step(payout, Action.PROCESS, Note.NONE, Optional.of(draft.id())))
            .toList();
    return BatchStore.insert(tx, draft)
        .compose(batch -> steps.step(tx, actor, process).map(moved -> standing(batch, moved)));
  }

  private static Standing standing(Batch batch, List<Payout> payouts) {
    var counts =
        payouts.stream()
            .collect(Collectors.groupingBy(Payout::status, TreeMap::new, Collectors.counting()));
    return new Standing(batch, counts);
  }

  /** A batch; fails with {@code Forbidden} for all but staff, or {@code payout_batch_not_found}. */
  public Future<Standing> get(Actor actor, BatchId id) {
    return actor.isStaff()
        ? database
            .run(client -> getBatch(client, id))
            .compose(batch -> list(id).map(payouts -> standing(batch, payouts)))
        : forbidden();
  }

  /** The batch as CSV; fails like {@link #get}. */
  public Future<String> export(Actor actor, BatchId id) {
    return actor.isStaff()
        ? database
            .run(client -> getBatch(client, id))
            .compose(batch -> list(id))
            .map(BatchTable::write)
        : forbidden();
  }

  private Future<List<Payout>> list(BatchId id) {
    return database.run(client -> steps.listBatch(client, id));
  }

  private static Future<Batch> getBatch(SqlClient client, BatchId id) {
    return BatchStore.find(client, id)
        .map(
            found ->
                found.orElseThrow(
                    () -> new Refusal(new Failure.NotFound("payout_batch", id.toString()))));
  }

  /**
   * Takes in what came of a batch, all lines or none. Lines that say what is known already are
   * counted and change nothing.
   *
   * @return fails with {@code Forbidden} for all but finance and for a payout of the caller's own,
   *     with {@code payout_batch_not_found}, or with {@code Invalid} that names every wrong line
   */
  public Future<Reply> settle(Actor actor, BatchId id, String csv, Once<Outcome> once) {
    return paysOut(actor)
        ? database.transaction(tx -> once.run(tx, () -> settle(tx, actor, id, csv)))
        : forbidden();
  }

  private Future<Outcome> settle(SqlClient tx, Actor actor, BatchId id, String csv) {
    return getBatch(tx, id)
        .compose(batch -> steps.listBatch(tx, id))
        .compose(payouts -> steps.take(tx, payouts.stream().map(Payout::id).toList()))
        .map(payouts -> ResultRules.compare(ResultTable.read(csv), payouts))
        .compose(verdict -> settle(tx, actor, id, verdict));
  }

  private Future<Outcome> settle(
      SqlClient tx, Actor actor, BatchId id, ResultRules.Verdict verdict) {
    ResultTable.refuse(verdict.errors());
    var counts =
        verdict.steps().stream()
            .collect(Collectors.groupingBy(Step::action, Collectors.counting()));
    return steps
        .step(tx, actor, verdict.steps())
        .map(
            moved ->
                new Outcome(
                    id,
                    counts.getOrDefault(Action.PAY, 0L),
                    counts.getOrDefault(Action.FAIL, 0L),
                    verdict.known()));
  }

  private static boolean paysOut(Actor actor) {
    return actor.has(Role.FINANCE) || actor.has(Role.ADMIN);
  }

  private static Future<Standing> nothingToPay() {
    var detail = "No approved payout of this method and currency is waiting.";
    return Future.failedFuture(new Refusal(new Failure.Refused("nothing_to_pay", detail)));
  }

  private static <T> Future<T> forbidden() {
    return Future.failedFuture(new Refusal(new Failure.Forbidden()));
  }
}
