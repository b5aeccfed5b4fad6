package dev.tributary.commission;

import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.engine.Step;
import dev.tributary.kernel.Money;
import java.time.Instant;
import java.util.List;

/** Every decision on an order, oldest first, as it was made. */
public record Explanation(String orderId, List<Entry> decisions) {
  /** A stored decision; it never changes. */
  public record Entry(
      DecisionId id,
      String outcome,
      String reasonCode,
      Money amount,
      int settingsVersion,
      String engineVersion,
      List<Step> trace,
      Instant decidedAt) {}
}
