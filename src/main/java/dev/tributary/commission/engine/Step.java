package dev.tributary.commission.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a decision's trace: what was looked at and what came of it.
 *
 * @param step the name of the guard, as in {@code matrix}
 * @param outcome lets pass, sets a value, or ends the decision: {@code pass set stop}
 * @param reasonCode why, as a stable word
 * @param inputs what the guard looked at, by name: texts, numbers, truth values
 * @param value what it found, in the unit of the step; null when it only lets pass
 */
public record Step(
    String step,
    String outcome,
    String reasonCode,
    Map<String, Object> inputs,
    @Nullable Long value) {
  public Step {
    inputs = Map.copyOf(inputs);
  }
}
