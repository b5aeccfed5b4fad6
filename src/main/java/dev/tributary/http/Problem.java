package dev.tributary.http;

import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Resource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One error as clients see it (RFC 9457). It holds only what may be shown to anyone.
 *
 * @param code the stable word a program reacts to
 * @param title the same for every problem of this kind
 * @param detail about this one occurrence
 * @param retryAfter set when the same request may succeed later
 */
record Problem(
    int status,
    String code,
    String title,
    String detail,
    List<FieldError> errors,
    @Nullable Resource resource,
    @Nullable Duration retryAfter) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of(), null, null);
  }

  Problem errors(List<FieldError> named) {
    return new Problem(status, code, title, detail, named, resource, retryAfter);
  }

  Problem about(Resource thing) {
    return new Problem(status, code, title, detail, errors, thing, retryAfter);
  }

  Problem retryAfter(Duration wait) {
    return new Problem(status, code, title, detail, errors, resource, wait);
  }

  /** The title as the fragment of an address. */
  String kind() {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  JsonObject toJson(String requestId) {
    var json =
        new JsonObject()
            .put("type", ErrorsPage.PATH + '#' + kind())
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("code", code)
            .put("request_id", requestId);
    if (!errors.isEmpty()) {
      var list = new JsonArray();
      errors.forEach(
          e -> list.add(new JsonObject().put("pointer", e.pointer()).put("detail", e.detail())));
      json.put("errors", list);
    }
    if (resource != null) {
      json.put(
          "resource",
          new JsonObject()
              .put("type", resource.type())
              .put("id", resource.id())
              .put("status", resource.status()));
    }
    return json;
  }
}
