package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that did not get through are run again, or put aside; none of it pays twice. */
class EventRetryIT {
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeAndForget();
  }

  @AfterEach
  void theLedgerHolds() {
    LedgerCheck.holds(app);
  }

  private static String id(String eventId) {
    var query = "SELECT status FROM inbound_event WHERE event_id = '" + eventId + "'";
    App.eventually(() -> app.rows(query), rows -> !rows.isEmpty());
    var events = list("source=/shop&limit=100").getJsonArray("data").stream();
    return events
        .map(JsonObject.class::cast)
        .filter(event -> event.getString("event_id").equals(eventId))
        .findFirst()
        .orElseThrow()
        .getString("id");
  }

  private static JsonObject list(String query) {
    return app.get("/v1/events?" + query, app.staff()).bodyAsJsonObject();
  }

  private static String status(String eventId) {
    return app.rows("SELECT status FROM inbound_event WHERE event_id = '" + eventId + "'")
        .toString();
  }

  private static void awaitStatus(String eventId, String status) {
    App.eventually(() -> status(eventId), ("[[" + status + "]]")::equals);
  }

  private static HttpResponse<Buffer> retry(String id) {
    return app.post("/v1/events/" + id + "/retry", app.staff(), "");
  }

  private static HttpResponse<Buffer> discard(String id) {
    var reason = new JsonObject().put("reason", "a test order");
    return app.post("/v1/events/" + id + "/discard", app.staff(), reason);
  }

  private static long steps(String id, String action) {
    return app
        .get("/v1/events/" + id, app.staff())
        .bodyAsJsonObject()
        .getJsonArray("steps")
        .stream()
        .filter(step -> ((JsonObject) step).getString("action").equals(action))
        .count();
  }

  /** Each fails until it is given up; the minutes between the attempts are skipped. */
  private static void failUntilDead(List<String> eventIds, String buyer) {
    var names = "event_id IN ('" + String.join("', '", eventIds) + "')";
    app.execute("ALTER TABLE posting RENAME TO hidden");
    eventIds.forEach(name -> app.report(name, "order.paid", App.order("O-" + name, buyer)));
    App.eventually(() -> attempts(names), minimum -> minimum >= 1);
    app.execute("UPDATE inbound_event SET attempts = 4, next_attempt_at = now() WHERE " + names);
    eventIds.forEach(name -> awaitStatus(name, "dead"));
    app.execute("ALTER TABLE hidden RENAME TO posting");
  }

  private static long attempts(String names) {
    return app.number("SELECT min(attempts) FROM inbound_event WHERE " + names);
  }

  @Test
  void aDeadEventIsPaidOnceWhenItsCauseIsRemovedAndItIsRetried() {
    app.bind(app.link("anna"), "ben");
    failUntilDead(List.of("poison"), "ben");
    var id = id("poison");
    assertThat(app.decisions("O-poison")).isEmpty();
    var retried = retry(id).bodyAsJsonObject();
    assertThat(retried.getBoolean("retried")).isTrue();
    assertThat(retried.getString("status")).isEqualTo("received");
    assertThat(retried.getInteger("attempts")).isZero();
    awaitStatus("poison", "done");
    assertThat(app.balance("anna").getInteger("total_revenue")).isEqualTo(1000);

    var again = retry(id).bodyAsJsonObject();
    assertThat(again.getBoolean("retried")).isFalse();
    assertThat(again.getString("status")).isEqualTo("done");
    assertThat(app.balance("anna").getInteger("total_revenue")).isEqualTo(1000);
    assertThat(steps(id, "retry")).isOne();
    var audited = "subject_type = 'event' AND action = 'retry' AND actor = 'staff_1'";
    assertThat(app.number("SELECT count(*) FROM audit_entry WHERE " + audited)).isPositive();
  }

  @Test
  void anEventThatIsDoneStaysAsItIs() {
    app.bind(app.link("cara"), "carl");
    app.report("fine", "order.paid", App.order("FINE", "carl"));
    awaitStatus("fine", "done");
    var id = id("fine");
    try (var _ = Unchanged.database(app)) {
      assertThat(retry(id).bodyAsJsonObject().getBoolean("retried")).isFalse();
      var all = new JsonObject().put("order_id", "FINE");
      assertThat(app.post("/v1/events/retry", app.staff(), all).bodyAsJsonObject())
          .isEqualTo(new JsonObject().put("retried", 0).put("has_more", false));
      assertProblem(discard(id), "event_already_done");
    }
  }

  private static void assertProblem(HttpResponse<Buffer> answer, String code) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(409);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo(code);
  }

  @Test
  void ofTwentyRetriesAtOnceOneHasAnEffect() {
    app.bind(app.link("dora"), "dirk");
    failUntilDead(List.of("raced"), "dirk");
    var id = id("raced");
    var answers =
        IntStream.range(0, 20)
            .mapToObj(i -> i % 2 == 0 ? app : other)
            .map(instance -> instance.send("/v1/events/" + id + "/retry", app.staff(), ""))
            .toList()
            .stream()
            .map(answer -> answer.await().bodyAsJsonObject())
            .toList();
    assertThat(answers).filteredOn(answer -> answer.getBoolean("retried")).hasSize(1);
    awaitStatus("raced", "done");
    assertThat(steps(id, "retry")).isOne();
    assertThat(app.balance("dora").getInteger("total_revenue")).isEqualTo(1000);
  }

  @Test
  void manyAreRetriedByFilterOnceEachHoweverManyAsk() {
    app.bind(app.link("emma"), "emil");
    failUntilDead(List.of("many-1", "many-2", "many-3"), "emil");
    var filter = new JsonObject().put("user_id", "emil").put("type", "order.paid");
    var retried =
        IntStream.range(0, 6)
            .mapToObj(i -> i % 2 == 0 ? app : other)
            .map(instance -> instance.send("/v1/events/retry", app.staff(), filter))
            .toList()
            .stream()
            .mapToInt(answer -> answer.await().bodyAsJsonObject().getInteger("retried"))
            .sum();
    assertThat(retried).isEqualTo(3);
    List.of("many-1", "many-2", "many-3").forEach(name -> awaitStatus(name, "done"));
    assertThat(app.balance("emma").getInteger("total_revenue")).isEqualTo(3000);
    assertThat(steps(id("many-2"), "retry")).isOne();
  }

  @Test
  void aWaitingEventIsLookedAtAgainAndGoesOnWaitingOrIsDiscarded() {
    app.report("early", "order.paid", App.order("EARLY", "stranger"));
    awaitStatus("early", "waiting");
    var id = id("early");
    assertThat(retry(id).bodyAsJsonObject().getBoolean("retried")).isTrue();
    App.eventually(() -> app.decisions("EARLY"), decisions -> decisions.size() == 2);
    awaitStatus("early", "waiting");

    var discarded = discard(id).bodyAsJsonObject();
    assertThat(discarded.getString("status")).isEqualTo("discarded");
    app.bind(app.link("fred"), "stranger");
    try (var _ = Unchanged.database(app)) {
      assertProblem(retry(id), "event_already_discarded");
      assertProblem(discard(id), "event_already_discarded");
      var again = app.report("early", "order.paid", App.order("EARLY", "stranger"));
      var receipt = again.bodyAsJsonObject().getJsonArray("data").getJsonObject(0);
      assertThat(receipt.getString("status")).isEqualTo("duplicate");
    }
    var step =
        app.rows(
            "SELECT from_status, actor, reason FROM transition"
                + " WHERE action = 'discard' AND subject_type = 'event'");
    assertThat(step).contains(List.of("waiting", "staff_1", "a test order"));
    assertThat(app.balance("fred")).isEqualTo(new JsonObject());
  }

  @Test
  void aMessageThatWasNoEventIsNotRetriedButCanBeDiscarded() {
    app.execute(
        """
        INSERT INTO inbound_event (id, source, event_id, type, payload, status, reason)
        VALUES ('01890a5d-ac96-774b-8cce-b302099a8057', 'amqp:dead', 'raw', 'order.paid',
                '{"raw":"{"}', 'dead', 'invalid_request')
        """);
    var listed = list("source=amqp:dead").getJsonArray("data").getJsonObject(0).getString("id");
    assertThat(listed).startsWith("evt_");
    try (var _ = Unchanged.database(app)) {
      assertProblem(retry(listed), "event_unreadable");
      var all = new JsonObject().put("source", "amqp:dead");
      var answer = app.post("/v1/events/retry", app.staff(), all).bodyAsJsonObject();
      assertThat(answer.getInteger("retried")).isZero();
    }
    assertThat(discard(listed).bodyAsJsonObject().getString("reason")).isEqualTo("invalid_request");
  }

  /** What is held is at work: the retry waits for its end, and then there is nothing to retry. */
  @Test
  void aRetryThatMeetsAWorkerWaitsForItAndHasNoEffect() throws Exception {
    app.bind(app.link("gina"), "gerd");
    failUntilDead(List.of("held"), "gerd");
    var id = id("held");
    try (var session = app.connect()) {
      session.setAutoCommit(false);
      session
          .createStatement()
          .execute("UPDATE inbound_event SET status = 'done' WHERE event_id = 'held'");
      var answer = app.send("/v1/events/" + id + "/retry", app.staff(), "");
      App.eventually(() -> app.number(BLOCKED), blocked -> blocked == 1);
      session.commit();
      assertThat(answer.await().bodyAsJsonObject().getBoolean("retried")).isFalse();
    }
    assertThat(status("held")).isEqualTo("[[done]]");
    assertThat(steps(id, "retry")).isZero();
  }

  private static final String BLOCKED =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
          + " AND datname = current_database()";

  /** Whoever may not is refused before anything is looked at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # role   | list | retry | discard
          reviewer | 200  | 404   | 403
          finance  | 200  | 403   | 403
          admin    | 200  | 404   | 404
          service  | 403  | 403   | 403
          user     | 403  | 403   | 403
          """)
  void eachRoleMayDoItsPart(String role, int list, int retry, int discard) {
    var token = app.staff(role);
    var event = "/v1/events/evt_00000000000000000000000000";
    var reason = new JsonObject().put("reason", "x");
    var none = new JsonObject().put("order_id", "none");
    assertThat(app.get("/v1/events", token).statusCode()).isEqualTo(list);
    assertThat(app.post(event + "/retry", token, "").statusCode()).isEqualTo(retry);
    assertThat(app.post(event + "/discard", token, reason).statusCode()).isEqualTo(discard);
    assertThat(app.post("/v1/events/retry", token, none).statusCode())
        .isEqualTo(retry == 404 ? 200 : 403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # path                   | body                                       | where
          /v1/events/retry         | {"status":"done"}                          | /status
          /v1/events/retry         | {"status":"received"}                      | /status
          /v1/events/retry         | {"from":"yesterday"}                       | /from
          /v1/events/retry         | {"from":"2026-05-02T00:00:00Z","to":"2026-05-01T00:00:00Z"} | /from
          /v1/events/retry         | {"order":"O-1"}                            | /order
          /v1/events/retry         | {"order_id":7}                             | /order_id
          /v1/events/EVENT/discard | {}                                         | /reason
          /v1/events/EVENT/discard | {"reason":""}                              | /reason
          /v1/events/EVENT/discard | {"reason":" "}                             | /reason
          /v1/events/EVENT/discard | {"reason":7}                               | /reason
          /v1/events/EVENT/discard | {"reason":"a\\u0000b"}                     | /reason
          /v1/events/x/retry       |                                            | id
          """)
  void aMistakeIsNamed(String path, String body, String where) {
    var event = path.replace("EVENT", "evt_00000000000000000000000000");
    try (var _ = Unchanged.database(app)) {
      var answer = app.post(event, app.staff(), body == null ? "" : body);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
      assertThat(answer.bodyAsString()).contains("\"" + where + "\"");
    }
  }
}
