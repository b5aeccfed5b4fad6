package dev.tributary.commission.engine;

import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.kernel.Money;
import java.util.Map;
import java.util.Optional;

/**
 * Decides how much of a commission goes back: a pure function, like {@link CommissionEngine}.
 *
 * <p>A refund takes back the part of the commission that has been refunded of the payment so far,
 * less what was taken back before. So the order and the number of refunds do not matter, and a full
 * refund leaves exactly nothing.
 */
public final class ReversalEngine {
  private ReversalEngine() {}

  /**
   * A payment that earned, and what went back of it.
   *
   * @param paid the payment
   * @param refunded what the buyer has got back, this refund included
   * @param earned the commission of the payment
   * @param reversed what was taken back of the commission before
   */
  public record Refunded(Money paid, Money refunded, Money earned, Money reversed) {}

  /** Takes back what the refunds of a payment ask for. */
  public static Decision refund(Refunded facts, int settingsVersion) {
    var trace = new Trace();
    long paid = facts.paid().minor();
    long refunded = Math.min(paid, facts.refunded().minor());
    long due = facts.earned().share(refunded, paid).minor() - facts.reversed().minor();
    var formula =
        "round_half_up(%d * %d / %d) - %d"
            .formatted(facts.earned().minor(), refunded, paid, facts.reversed().minor());
    var inputs = Map.<String, Object>of("formula", formula);
    if (due <= 0) {
      trace.stop("refund", "nothing_to_reverse", inputs);
      return nothing("nothing_to_reverse", facts.paid(), settingsVersion, trace);
    }
    trace.set("refund", "refund", inputs, due);
    return reversal("refunded", Money.of(due, facts.paid().currency()), settingsVersion, trace);
  }

  /**
   * Takes back all that is left of an order's commissions.
   *
   * @param left the commissions less what was taken back before
   */
  public static Decision cancel(String orderId, Money left, int settingsVersion) {
    var trace = new Trace();
    trace.set("cancellation", "cancellation", Map.of("order_id", orderId), left.minor());
    return left.isPositive()
        ? reversal("order_cancelled", left, settingsVersion, trace)
        : nothing("order_cancelled", left, settingsVersion, trace);
  }

  /** Takes back nothing, for a reason that stands before all arithmetic. */
  public static Decision none(String reason, Money amount, int settingsVersion) {
    var trace = new Trace();
    trace.stop("order", reason, Map.of());
    return nothing(reason, amount, settingsVersion, trace);
  }

  private static Decision reversal(String reason, Money amount, int version, Trace trace) {
    return new Decision(
        Outcome.REVERSAL, reason, version, amount.negated(), Optional.empty(), trace.steps());
  }

  private static Decision nothing(String reason, Money amount, int version, Trace trace) {
    var zero = Money.zero(amount.currency());
    return new Decision(Outcome.NONE, reason, version, zero, Optional.empty(), trace.steps());
  }
}
