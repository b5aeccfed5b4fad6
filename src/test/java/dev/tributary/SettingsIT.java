package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.kernel.Cursor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** The settings change by versions, at once for everybody, and never for what has been decided. */
class SettingsIT {
  private static final String PATH = "/v1/settings";

  /** A database of Redis that no other test publishes its settings in. */
  private static final Map<String, String> REDIS =
      Map.of("TRIBUTARY_REDIS_URL", TestServers.redisUrl().replaceFirst("/\\d*$", "") + "/7");

  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start(REDIS);
    other = app.another(REDIS);
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeAndForget();
  }

  private static JsonObject latest() {
    var list = app.get(PATH + "/versions?limit=1", app.staff()).bodyAsJsonObject();
    var version = list.getJsonArray("data").getJsonObject(0).getInteger("version");
    return app.get(PATH + "/versions/" + version, app.staff()).bodyAsJsonObject();
  }

  private static String etag(JsonObject version) {
    return "\"" + version.getInteger("version") + "\"";
  }

  private static JsonObject proposal(JsonObject version, String field, Object value) {
    var definition = version.getJsonObject("definition").copy().put(field, value);
    return new JsonObject().put("definition", definition);
  }

  private static JsonObject change(String field, Object value) {
    var latest = latest();
    return changed(app, latest, proposal(latest, field, value));
  }

  private static JsonObject changed(App instance, JsonObject seen, JsonObject proposal) {
    var answer = instance.put(PATH, app.staff(), etag(seen), proposal);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    assertThat(answer.getHeader("ETag")).isEqualTo(etag(answer.bodyAsJsonObject()));
    return answer.bodyAsJsonObject();
  }

  private static JsonObject refused(HttpResponse<Buffer> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo(code);
    return answer.bodyAsJsonObject();
  }

  /** Where a link leads that names no destination: what the instance takes the settings to be. */
  private static String destination(App instance, String user) {
    var wish = new JsonObject().put("user_id", user);
    var made = instance.post("/generate-link", instance.user(user), wish);
    assertThat(made.statusCode()).as(made.bodyAsString()).isEqualTo(201);
    return made.bodyAsJsonObject().getString("destination_url");
  }

  private static void follows(App instance, String user, String url) {
    App.eventually(
        Duration.ofSeconds(1), () -> destination(instance, user + System.nanoTime()), url::equals);
  }

  private static JsonObject decided(String orderId) {
    var decisions = App.eventually(() -> app.decisions(orderId), found -> !found.isEmpty());
    return decisions.getJsonObject(0);
  }

  @Test
  void anOrderIsPaidByTheRulesOfItsTime() {
    app.bind(app.link("rate-owner"), "rate-buyer");
    var version = change("default_rate_ppm", 200_000).getInteger("version");
    var paidNow = App.order("S-new", "rate-buyer").put("paid_at", Instant.now().toString());
    app.report("s-new", "order.paid", paidNow);
    app.report("s-old", "order.paid", App.order("S-old", "rate-buyer"));
    assertThat(decided("S-new").getInteger("amount")).isEqualTo(2_000);
    assertThat(decided("S-new").getInteger("settings_version")).isEqualTo(version);
    assertThat(decided("S-old").getInteger("amount")).isEqualTo(1_000);
    assertThat(decided("S-old").getInteger("settings_version")).isEqualTo(1);
  }

  @Test
  void everyInstanceFollowsWithinASecond() {
    var url = "https://shop.example/followed";
    change("default_destination_url", url);
    assertThat(destination(app, "at-once")).isEqualTo(url);
    follows(other, "follower", url);
  }

  /** A sweep would find it, too, but later. */
  @Test
  void theDatabaseTellsOfEveryVersion() throws SQLException {
    try (var session = app.connect();
        var listen = session.createStatement()) {
      listen.execute("LISTEN settings_changed");
      var made = change("max_codes", 12);
      var told = session.unwrap(PGConnection.class).getNotifications(5_000);
      assertThat(told).extracting(PGNotification::getParameter).containsExactly(version(made));
    }
  }

  @Test
  void aVersionComesIntoForceWhenItsTimeComes() {
    var url = "https://shop.example/later";
    var seen = latest();
    var at = Instant.now().plusSeconds(3);
    var later = proposal(seen, "default_destination_url", url).put("effective_at", at.toString());
    var made = changed(app, seen, later);
    assertThat(Instant.parse(made.getString("effective_at")))
        .isCloseTo(at, within(1, ChronoUnit.MILLIS));
    var now = app.get(PATH, app.staff()).bodyAsJsonObject();
    assertThat(now.getInteger("version")).isEqualTo(seen.getInteger("version"));
    assertThat(now.getInteger("latest_version")).isEqualTo(made.getInteger("version"));
    assertThat(destination(app, "too-early")).isNotEqualTo(url);

    var sooner = app.put(PATH, app.staff(), etag(made), proposal(made, "max_codes", 9));
    var problem = refused(sooner, 400, "invalid_request");
    assertThat(pointers(problem)).containsExactly("/effective_at");

    App.eventually(
        () -> app.get(PATH, app.staff()).bodyAsJsonObject().getInteger("version"),
        made.getInteger("version")::equals);
    follows(app, "one", url);
    follows(other, "two", url);
  }

  private static List<String> pointers(JsonObject problem) {
    return problem.getJsonArray("errors").stream()
        .map(error -> ((JsonObject) error).getString("pointer"))
        .toList();
  }

  @Test
  void nothingTakesEffectInThePast() {
    var seen = latest();
    var past = proposal(seen, "max_codes", 9).put("effective_at", "2026-05-01T10:00:00Z");
    try (var _ = Unchanged.database(app)) {
      var problem = refused(app.put(PATH, app.staff(), etag(seen), past), 400, "invalid_request");
      assertThat(pointers(problem)).containsExactly("/effective_at");
    }
  }

  @Test
  void everyMistakeIsNamedByItsPlaceAndNothingChanges() {
    var seen = latest();
    var bad = proposal(seen, "default_rate_ppm", 1_000_001).put("effective_at", "soon");
    bad.put("status", "approved");
    bad.getJsonObject("definition").put("max_triggers", "3").put("surprise", 1).remove("matrix");
    try (var _ = Unchanged.database(app)) {
      var problem = refused(app.put(PATH, app.staff(), etag(seen), bad), 400, "invalid_request");
      assertThat(pointers(problem))
          .containsExactlyInAnyOrder(
              "/status",
              "/effective_at",
              "/definition/default_rate_ppm",
              "/definition/max_triggers",
              "/definition/surprise",
              "/definition/matrix");
    }
  }

  @Test
  void onlyAnAdminWhoHasSeenTheLatestVersionChangesIt() {
    var seen = latest();
    var wish = proposal(seen, "max_codes", 11);
    try (var _ = Unchanged.database(app)) {
      var others =
          Stream.of(app.user("u"), app.shop(), app.staff("reviewer"), app.staff("finance"));
      others.forEach(who -> refused(app.put(PATH, who, etag(seen), wish), 403, "forbidden"));
      refused(app.put(PATH, app.staff(), "", wish), 428, "precondition_required");
      refused(app.put(PATH, app.staff(), "*", wish), 400, "invalid_request");
      refused(app.put(PATH, app.staff(), "\"999999999\"", wish), 412, "precondition_failed");
    }
    for (var path : List.of(PATH, PATH + "/versions", PATH + "/versions/1")) {
      assertThat(app.get(path, app.staff("reviewer")).statusCode()).isEqualTo(200);
      assertThat(app.get(path, app.shop()).statusCode()).isEqualTo(403);
    }
    refused(app.get(PATH + "/versions/999999", app.staff()), 404, "settings_version_not_found");
    changed(app, seen, wish);
    var late = refused(app.put(PATH, app.staff(), etag(seen), wish), 412, "precondition_failed");
    assertThat(late.getJsonObject("resource").getString("id"))
        .isEqualTo(latest().getInteger("version").toString());
  }

  @Test
  void ofTwoWhoChangeTheSameVersionOneIsRefused() {
    for (int round = 0; round < 10; round++) {
      var seen = latest();
      var one = app.sendPut(PATH, app.staff(), etag(seen), proposal(seen, "max_codes", 20 + round));
      var two =
          other.sendPut(PATH, app.staff(), etag(seen), proposal(seen, "max_codes", 40 + round));
      assertThat(List.of(one.await().statusCode(), two.await().statusCode()))
          .containsExactlyInAnyOrder(200, 412);
      assertThat(latest().getInteger("version")).isEqualTo(seen.getInteger("version") + 1);
    }
  }

  @Test
  void whoChangedWhatIsKept() {
    var before = latest().getJsonObject("definition").getInteger("hold_days");
    var made = change("hold_days", before + 1);
    var told =
        new JsonObject().put("path", "/hold_days").put("before", before).put("after", before + 1);
    assertThat(made.getJsonArray("changes")).containsExactly(told);
    assertThat(made.getString("created_by")).isEqualTo("staff_1");
    var audited =
        app.rows(
            "SELECT actor, action, after->>'version', after->'changes'->0->>'path' FROM audit_entry"
                + " WHERE subject_type = 'settings_version' ORDER BY id DESC LIMIT 1");
    assertThat(audited).containsExactly(List.of("staff_1", "create", version(made), "/hold_days"));

    var first = app.get(PATH + "/versions?limit=1", app.staff()).bodyAsJsonObject();
    var cursor = first.getString("next_cursor");
    var second = app.get(PATH + "/versions?limit=1&cursor=" + cursor, app.staff());
    assertThat(
            second.bodyAsJsonObject().getJsonArray("data").getJsonObject(0).getInteger("version"))
        .isEqualTo(made.getInteger("version") - 1);
    for (var bad : List.of("x", Cursor.of("settings_version", "x"), Cursor.of("events", "1"))) {
      refused(app.get(PATH + "/versions?cursor=" + bad, app.staff()), 400, "invalid_request");
    }
  }

  private static String version(JsonObject version) {
    return version.getInteger("version").toString();
  }

  @Test
  void redisHasACopyThatNobodyReadsBack() {
    var redis = Redis.createClient(app.main().vertx(), REDIS.get("TRIBUTARY_REDIS_URL"));
    var get = Request.cmd(Command.GET).arg("affiliate");
    var url = "https://shop.example/copied";
    var made = change("default_destination_url", url);
    var copy = made.getJsonObject("definition").copy().put("version", made.getInteger("version"));
    App.eventually(() -> String.valueOf(redis.send(get).await()), text -> is(text, copy));

    var lie = copy.copy().put("default_destination_url", "https://shop.example/lie").encode();
    redis.send(Request.cmd(Command.SET).arg("affiliate").arg(lie)).await();
    assertThat(destination(app, "believer")).isEqualTo(url);
    redis.send(Request.cmd(Command.FLUSHDB)).await();
    assertThat(destination(app, "survivor")).isEqualTo(url);
    App.eventually(() -> String.valueOf(redis.send(get).await()), text -> is(text, copy));
    redis.close();
  }

  private static boolean is(String text, JsonObject copy) {
    return text.startsWith("{") && new JsonObject(text).equals(copy);
  }

  @Test
  void withoutRedisTheSettingsChangeAllTheSame() {
    try (var alone = app.another(Map.of("TRIBUTARY_REDIS_URL", "redis://127.0.0.1:1"))) {
      var seen = latest();
      var url = "https://shop.example/alone";
      changed(alone, seen, proposal(seen, "default_destination_url", url));
      assertThat(destination(alone, "lonely")).isEqualTo(url);
      follows(app, "connected", url);
    }
  }
}
