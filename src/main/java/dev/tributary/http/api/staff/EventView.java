package dev.tributary.http.api.staff;

import dev.tributary.event.inspect.EventFile;
import dev.tributary.event.inspect.StoredEvent;
import dev.tributary.kernel.StateTable;
import dev.tributary.kernel.TypeId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events as staff see them on the wire. */
final class EventView {
  private EventView() {}

  static JsonObject summary(StoredEvent event) {
    return new JsonObject()
        .put("id", event.id().toString())
        .put("source", event.source())
        .put("event_id", event.eventId())
        .put("type", event.type())
        .put("status", StateTable.word(event.status()))
        .put("reason", event.reason().orElse(null))
        .put("attempts", event.attempts())
        .put("order_id", event.orderId().orElse(null))
        .put("user_id", event.userId().orElse(null))
        .put("received_at", event.receivedAt().toString())
        .put("next_attempt_at", text(event.nextAttemptAt()))
        .put("finished_at", text(event.finishedAt()));
  }

  private static @Nullable String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  static JsonObject file(EventFile file) {
    return summary(file.event())
        .put("payload", new JsonObject(file.payload()))
        .put("failures", array(file.failures(), EventView::failure))
        .put("decisions", array(file.decisions(), EventView::decision))
        .put("steps", array(file.steps(), EventView::step));
  }

  private static <T> JsonArray array(List<T> list, Function<T, JsonObject> view) {
    return new JsonArray(list.stream().map(view).toList());
  }

  private static JsonObject failure(EventFile.FailedAttempt failure) {
    return new JsonObject()
        .put("attempt", failure.attempt())
        .put("error", failure.error())
        .put("at", failure.at().toString());
  }

  private static JsonObject decision(EventFile.Outcome decision) {
    return new JsonObject()
        .put("id", TypeId.format("dec", decision.id()))
        .put("order_id", decision.orderId())
        .put("outcome", decision.outcome())
        .put("reason_code", decision.reasonCode())
        .put("decided_at", decision.at().toString());
  }

  private static JsonObject step(EventFile.Step step) {
    return new JsonObject()
        .put("action", step.action())
        .put("from", step.from())
        .put("to", step.to())
        .put("actor", step.actor())
        .put("reason", step.reason().orElse(null))
        .put("at", step.at().toString());
  }
}
