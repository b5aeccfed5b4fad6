package dev.tributary.commission.engine;

import dev.tributary.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * What the engine answers, with every step of the way. "Nothing, because" is an answer like any
 * other.
 *
 * @param amount what the affiliate gets by it; below zero for a reversal
 * @param award present when a payment earns
 */
public record Decision(
    Outcome outcome,
    String reasonCode,
    int settingsVersion,
    Money amount,
    Optional<Award> award,
    List<Step> trace) {
  /** Whether money follows. */
  public enum Outcome {
    COMMISSION,
    NONE,
    /** A commission that waits for people to look at it. */
    HELD,
    REVERSAL
  }

  /**
   * What a payment earns.
   *
   * @param opens true when it is the first of its order, which sets the entitlement
   * @param amount the part of the entitlement that this payment releases; zero for a tiny one
   */
  public record Award(Entitlement entitlement, boolean opens, Money amount) {}

  public Decision {
    trace = List.copyOf(trace);
  }
}
