package dev.tributary.commission;

import dev.tributary.commission.engine.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The stored form of a decision's trace, which is also its form on the wire. */
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

  static List<Step> read(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).map(TraceJson::step).toList();
  }

  private static Step step(JsonObject json) {
    return new Step(
        json.getString("step"),
        json.getString("outcome"),
        json.getString("reason_code"),
        json.getJsonObject("inputs").getMap(),
        json.getLong("value"));
  }
}
