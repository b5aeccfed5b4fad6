package dev.tributary.commission.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the steps of one decision. */
final class Trace {
  private final List<Step> steps = new ArrayList<>();

  void pass(String step, String reason, Map<String, Object> inputs) {
    steps.add(new Step(step, "pass", reason, inputs, null));
  }

  void set(String step, String reason, Map<String, Object> inputs, long value) {
    steps.add(new Step(step, "set", reason, inputs, value));
  }

  void stop(String step, String reason, Map<String, Object> inputs) {
    steps.add(new Step(step, "stop", reason, inputs, null));
  }

  List<Step> steps() {
    return steps;
  }
}
