package dev.tributary.settings;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two versions, field by field. A list is one field. */
public final class ChangesJson {
  private ChangesJson() {}

  /** Of the first version nothing has changed. */
  public static JsonArray of(SettingsVersion version) {
    return between(version.before(), version.settings());
  }

  static JsonArray between(Optional<Settings> before, Settings after) {
    var changes = new JsonArray();
    before.ifPresent(
        old -> collect(changes, "", SettingsJson.write(old), SettingsJson.write(after)));
    return changes;
  }

  private static void collect(JsonArray changes, String at, JsonObject before, JsonObject after) {
    var names = new TreeSet<>(before.fieldNames());
    names.addAll(after.fieldNames());
    for (var name : names) {
      compare(changes, at + '/' + name, before.getValue(name), after.getValue(name));
    }
  }

  private static void compare(
      JsonArray changes, String at, @Nullable Object before, @Nullable Object after) {
    if (before instanceof JsonObject old && after instanceof JsonObject fresh) {
      collect(changes, at, old, fresh);
    } else if (!Objects.equals(before, after)) {
      var change = new JsonObject().put("path", at).put("before", before).put("after", after);
      changes.add(change);
    }
  }
}
