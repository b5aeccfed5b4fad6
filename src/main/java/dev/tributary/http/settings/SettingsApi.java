package dev.tributary.http.settings;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.settings.ChangesJson;
import dev.tributary.settings.SettingsJson;
import dev.tributary.settings.SettingsVersion;
import dev.tributary.settings.VersionService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The versions of the settings. */
public final class SettingsApi {
  private static final int DEFAULT_LIMIT = 50;

  private final VersionService versions;

  public SettingsApi(VersionService versions) {
    this.versions = versions;
  }

  public Future<Answer> getSettings(Call call) {
    return versions.getCurrent(call.actor()).map(SettingsApi::whole);
  }

  public Future<Answer> putSettings(Call call) {
    return versions.put(call.actor(), call.header("If-Match"), call.body()).map(SettingsApi::whole);
  }

  public Future<Answer> listSettingsVersions(Call call) {
    int limit = call.query("limit").map(Integer::valueOf).orElse(DEFAULT_LIMIT);
    return versions
        .list(call.actor(), call.query("cursor"), limit)
        .map(page -> Answer.page(page, SettingsApi::summary));
  }

  public Future<Answer> getSettingsVersion(Call call) {
    return versions.get(call.actor(), call.path("version")).map(SettingsApi::whole);
  }

  private static Answer whole(SettingsVersion version) {
    var body =
        summary(version)
            .put("latest_version", version.latest())
            .put("definition", SettingsJson.write(version.settings()));
    return Answer.ok(body).with("ETag", "\"" + version.settings().version() + "\"");
  }

  private static JsonObject summary(SettingsVersion version) {
    return new JsonObject()
        .put("version", version.settings().version())
        .put("effective_at", version.effectiveAt().toString())
        .put("created_by", version.createdBy())
        .put("created_at", version.createdAt().toString())
        .put("changes", ChangesJson.of(version));
  }
}
