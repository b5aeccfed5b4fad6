package dev.tributary.http.api;

import dev.tributary.commission.Explanation;
import dev.tributary.commission.ExplanationService;
import dev.tributary.commission.TraceJson;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Why an order earned what it earned. */
public final class ExplanationApi {
  private final ExplanationService explanations;

  public ExplanationApi(ExplanationService explanations) {
    this.explanations = explanations;
  }

  public Future<Answer> explainOrder(Call call) {
    return explanations
        .explain(call.actor(), call.path("order_id"))
        .map(ExplanationApi::view)
        .map(Answer::ok);
  }

  private static JsonObject view(Explanation explanation) {
    var decisions = new JsonArray();
    explanation.decisions().forEach(entry -> decisions.add(view(entry)));
    return new JsonObject().put("decisions", decisions);
  }

  private static JsonObject view(Explanation.Entry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("outcome", entry.outcome())
        .put("reason_code", entry.reasonCode())
        .put("amount", entry.amount().minor())
        .put("currency", entry.amount().currency().wire())
        .put("settings_version", entry.settingsVersion())
        .put("engine_version", entry.engineVersion())
        .put("decided_at", entry.decidedAt().toString())
        .put("trace", TraceJson.write(entry.trace()));
  }
}
