package dev.tributary.http;

import dev.tributary.kernel.Page;
import dev.tributary.platform.idempotency.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds: a status, a JSON body and the headers that only this
 * operation knows. Errors are not answers, they are {@link dev.tributary.kernel.Failure}s.
 *
 * @param body a {@link JsonObject}; a Buffer of the Content-Type in the headers; or null for an
 *     answer that is all headers
 */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer ok(JsonObject body) {
    return new Answer(200, body, Map.of());
  }

  public static Answer created(JsonObject body) {
    return new Answer(201, body, Map.of());
  }

  public static Answer accepted(JsonObject body) {
    return new Answer(202, body, Map.of());
  }

  /** A stretch of a list, and where the next one begins. */
  public static <T> Answer page(Page<T> page, Function<T, JsonObject> view) {
    return ok(
        new JsonObject()
            .put("data", new JsonArray(page.data().stream().map(view).toList()))
            .put("has_more", page.next().isPresent())
            .put("next_cursor", page.next().orElse(null)));
  }

  /** A redirect that no cache keeps: every visit has to come by here to be counted. */
  public static Answer redirect(String location) {
    return new Answer(302, null, Map.of("Location", location, "Cache-Control", "no-store"));
  }

  /** A body that is not JSON. */
  public static Answer bytes(String mediaType, Buffer body) {
    return new Answer(200, body, Map.of("Content-Type", mediaType));
  }

  /** What a request was answered, now or the first time it came. */
  public static Answer of(Reply reply) {
    var answer = new Answer(reply.status(), reply.body(), Map.of("Content-Type", Routes.JSON));
    return reply.replayed() ? answer.with("Idempotency-Replayed", "true") : answer;
  }

  /** Status and body as they go out; an answer that is kept has a JSON body and no headers. */
  Reply toReply() {
    return Reply.first(status, Json.encodeToBuffer(body));
  }

  public Answer with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more);
  }
}
