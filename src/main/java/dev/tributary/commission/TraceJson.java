package dev.tributary.commission;

import dev.tributary.commission.engine.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The form in which a decision's trace is stored. */
public final class TraceJson {
  private TraceJson() {}

  public static JsonArray write(List<Step> trace) {
    var array = new JsonArray();
    for (var step : trace) {
      var json =
          new JsonObject()
              .put("step", step.step())
              .put("outcome", step.outcome())
              .put("reason_code", step.reasonCode())
              .put("inputs", new JsonObject(step.inputs()));
      array.add(step.value() == null ? json : json.put("value", step.value()));
    }
    return array;
  }
}
