package dev.tributary;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Oracle.Outcome;
import dev.tributary.ledger.LedgerCheck;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Compares what a database says of orders with what the {@link Oracle} says of their tales. */
final class OutcomeCheck {
  /** Rows of a query, each with its columns as text. */
  @FunctionalInterface
  interface Query extends Function<String, List<List<String>>> {}

  private static final String OUTCOMES =
      """
      SELECT f.order_id, coalesce(sum(i.amount_minor), 0),
             coalesce(sum(i.amount_minor - i.reversed_minor), 0), count(DISTINCT o.id)
      FROM order_fact f LEFT JOIN order_commission o USING (order_id)
      LEFT JOIN invoice_commission i ON i.order_commission_id = o.id
      GROUP BY f.order_id
      """;

  /** Events that somebody has still to look at. */
  static final String UNDECIDED = "SELECT count(*) FROM inbound_event WHERE status = 'received'";

  private static final String UNFINISHED =
      """
      SELECT event_id, type, status, reason, attempts FROM inbound_event
      WHERE status <> 'done' OR attempts > 0
      """;

  private OutcomeCheck() {}

  static void holds(Query database, Collection<Tale> tales) {
    var told = tales.stream().collect(toMap(Tale::order, identity()));
    assertThat(database.apply(UNFINISHED)).noneMatch(row -> isStuck(row, told));
    var rows = database.apply(OUTCOMES);
    assertThat(rows).extracting(List::getFirst).hasSameElementsAs(told.keySet());
    rows.forEach(row -> holds(row, requireNonNull(told.get(row.getFirst()))));
    LedgerCheck.holds(database);
  }

  /** Only what is told of an order whose buyer nobody brought may wait. */
  private static boolean isStuck(List<String> row, Map<String, Tale> told) {
    var order = row.getFirst().split("[./]", 2)[0];
    boolean waits = row.get(2).equals("waiting") && row.get(4).equals("0");
    return !waits || !requireNonNull(told.get(order)).code().isEmpty();
  }

  private static void holds(List<String> row, Tale tale) {
    var outcome = new Outcome(Long.parseLong(row.get(1)), Long.parseLong(row.get(2)));
    assertThat(Oracle.outcomes(tale)).as(tale.toString()).contains(outcome);
    var commissions = Integer.parseInt(row.get(3));
    assertThat(commissions).as(tale.toString()).isBetween(outcome.earned() > 0 ? 1 : 0, 1);
  }
}
