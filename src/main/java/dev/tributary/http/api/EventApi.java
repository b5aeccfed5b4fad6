package dev.tributary.http.api;

import dev.tributary.event.Envelope;
import dev.tributary.event.EventJson;
import dev.tributary.event.InboxService;
import dev.tributary.event.Receipt;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the host system reports. */
public final class EventApi {
  private static final int MAX_EVENTS = 100;

  private final InboxService inbox;

  public EventApi(InboxService inbox) {
    this.inbox = inbox;
  }

  public Future<Answer> ingestEvents(Call call) {
    if (!call.actor().has(Role.SERVICE)) {
      throw new Refusal(new Failure.Forbidden());
    }
    return inbox.accept(envelopes(call.bodyValue())).map(EventApi::view).map(Answer::accepted);
  }

  private static List<Envelope> envelopes(@Nullable Object body) {
    if (body instanceof JsonObject event) {
      return List.of(EventJson.cloudEvent("", event));
    }
    if (body instanceof JsonArray events && !events.isEmpty() && events.size() <= MAX_EVENTS) {
      return envelopes(events);
    }
    throw new Refusal(Invalid.field("", "expected an event or a list of 1 to 100 events"));
  }

  private static List<Envelope> envelopes(JsonArray events) {
    var envelopes = new ArrayList<Envelope>();
    for (int i = 0; i < events.size(); i++) {
      if (!(events.getValue(i) instanceof JsonObject event)) {
        throw new Refusal(Invalid.field("/" + i, "expected an event"));
      }
      envelopes.add(EventJson.cloudEvent("/" + i, event));
    }
    return envelopes;
  }

  private static JsonObject view(List<Receipt> receipts) {
    var data = new JsonArray();
    for (var receipt : receipts) {
      data.add(
          new JsonObject()
              .put("id", receipt.id().toString())
              .put("event_id", receipt.eventId())
              .put("status", receipt.duplicate() ? "duplicate" : "accepted"));
    }
    return new JsonObject().put("data", data);
  }
}
