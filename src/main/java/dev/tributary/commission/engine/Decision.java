package dev.tributary.commission.engine;

import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import java.util.List;
import java.util.Optional;

/**
 * What the engine answers, with every step of the way. "Nothing, because" is an answer like any
 * other.
 *
 * @param award present when the outcome is a commission
 */
public record Decision(
    Outcome outcome,
    String reasonCode,
    int settingsVersion,
    Optional<Award> award,
    List<Step> trace) {
  /** Whether money follows. */
  public enum Outcome {
    COMMISSION,
    NONE,
    HELD
  }

  /**
   * A commission that was awarded.
   *
   * @param triggerNo the how-manieth order of the referred user it is, from 1
   */
  public record Award(Money base, Rate rate, Money amount, int triggerNo) {}

  public Decision {
    trace = List.copyOf(trace);
  }
}
