package dev.tributary.commission.explain;

import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.engine.Step;
import dev.tributary.event.EventId;
import dev.tributary.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision as it was made and stored; it never changes.
 *
 * @param event what it was made on; empty in the view of an affiliate
 */
public record Explanation(
    DecisionId id,
    Optional<EventId> event,
    String orderId,
    String outcome,
    String reasonCode,
    Money amount,
    int settingsVersion,
    String engineVersion,
    List<Step> trace,
    Instant decidedAt) {
  public Explanation {
    trace = List.copyOf(trace);
  }

  /** The same as the affiliate concerned may see it. */
  Explanation redacted() {
    return new Explanation(
        id,
        Optional.empty(),
        orderId,
        outcome,
        reasonCode,
        amount,
        settingsVersion,
        engineVersion,
        Redaction.of(trace),
        decidedAt);
  }
}
