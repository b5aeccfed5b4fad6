package dev.tributary.commission.explain;

import dev.tributary.commission.engine.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an affiliate may see of a trace: what the money was made of, and the limits. Who bought,
 * what, and how they paid is not theirs to know. A step that is not named here is left out, an
 * input that is not named with its step likewise.
 */
final class Redaction {
  static final Map<String, Set<String>> SHOWN =
      Map.ofEntries(
          Map.entry("order", Set.of()),
          Map.entry("referral", Set.of()),
          Map.entry("affiliate", Set.of()),
          Map.entry("matrix", Set.of()),
          Map.entry("base", Set.of("mode", "amount", "tax_amount", "shipping_amount")),
          Map.entry("trigger", Set.of("used", "limit")),
          Map.entry("duration", Set.of("earns_until")),
          Map.entry("rate", Set.of("source")),
          Map.entry("amount", Set.of("formula")),
          Map.entry("share", Set.of("formula")),
          Map.entry("review", Set.of("amount")),
          Map.entry("refund", Set.of("formula")),
          Map.entry("cancellation", Set.of()));

  private Redaction() {}

  static List<Step> of(List<Step> trace) {
    return trace.stream().filter(s -> SHOWN.containsKey(s.step())).map(Redaction::of).toList();
  }

  private static Step of(Step step) {
    Map<String, Object> inputs = new HashMap<>(step.inputs());
    inputs.keySet().retainAll(SHOWN.getOrDefault(step.step(), Set.of()));
    return new Step(step.step(), step.outcome(), step.reasonCode(), inputs, step.value());
  }
}
