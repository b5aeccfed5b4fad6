package dev.tributary.http.api;

import dev.tributary.commission.TraceJson;
import dev.tributary.commission.explain.Explanation;
import dev.tributary.commission.explain.ExplanationService;
import dev.tributary.commission.explain.Sentences;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Why an order earned what it earned. */
public final class ExplanationApi {
  private final ExplanationService explanations;

  public ExplanationApi(ExplanationService explanations) {
    this.explanations = explanations;
  }

  public Future<Answer> explainOrder(Call call) {
    return explanations
        .explainOrder(call.actor(), call.path("order_id"))
        .map(ExplanationApi::view)
        .map(Answer::ok);
  }

  private static JsonObject view(List<Explanation> decisions) {
    var array = new JsonArray();
    decisions.forEach(decision -> array.add(view(decision)));
    return new JsonObject().put("decisions", array);
  }

  public Future<Answer> getDecision(Call call) {
    return explanations
        .explainDecision(call.actor(), call.path("id"))
        .map(ExplanationApi::view)
        .map(Answer::ok);
  }

  private static JsonObject view(Explanation decision) {
    var json =
        new JsonObject()
            .put("id", decision.id().toString())
            .put("order_id", decision.orderId())
            .put("outcome", decision.outcome())
            .put("reason_code", decision.reasonCode())
            .put("sentence", Sentences.of(decision))
            .put("amount", decision.amount().minor())
            .put("currency", decision.amount().currency().wire())
            .put("settings_version", decision.settingsVersion())
            .put("engine_version", decision.engineVersion())
            .put("decided_at", decision.decidedAt().toString())
            .put("trace", trace(decision));
    decision.event().ifPresent(event -> json.put("event_id", event.toString()));
    return json;
  }

  private static JsonArray trace(Explanation decision) {
    var lines = TraceJson.write(decision.trace());
    for (int i = 0; i < lines.size(); i++) {
      var step = decision.trace().get(i);
      lines.getJsonObject(i).put("sentence", Sentences.of(step, decision.amount().currency()));
    }
    return lines;
  }
}
