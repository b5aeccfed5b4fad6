package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Staff see what came in and what became of it. */
class EventInspectIT {
  /** Filters, and which of the events made at the start pass them. */
  private static final String FILTERS =
      """
      status=done&source=/shop                          | shop-3 shop-2 shop-1
      status=waiting                                    | early
      status=dead                                       | raw
      status=discarded                                  | ''
      status=received                                   | ''
      type=user.registered                              | reg
      source=amqp:dead                                  | raw
      source=/nowhere                                   | ''
      order_id=E-2                                      | shop-2
      user_id=ben                                       | shop-3 shop-2 shop-1
      user_id=ben&order_id=E-9                          | ''
      user_id=ben&type=order.paid&order_id=E-3          | shop-3
      from=2000-01-01T00:00:00Z&status=waiting          | early
      to=2020-01-01T00:00:00Z                           | ''
      from=2024-02-29T12:00:00Z&to=9999-01-01T00:00:00Z&source=/auth | reg
      """;

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
    app.bind(app.link("anna"), "ben");
    IntStream.rangeClosed(1, 3).forEach(EventInspectIT::order);
    app.report("early", "order.paid", App.order("E-4", "stranger"));
    var registration = App.event("reg", "user.registered", new JsonObject().put("user_id", "x"));
    app.post("/v1/events", app.shop(), registration.put("source", "/auth"));
    app.execute(
        """
        INSERT INTO inbound_event (id, source, event_id, type, payload, status, reason)
        VALUES ('ffffffff-ac96-774b-8cce-b302099a8057', 'amqp:dead', 'raw', 'order.paid',
                '{"raw":"{"}', 'dead', 'invalid_request')
        """);
    App.eventually(
        () -> app.number("SELECT count(*) FROM inbound_event WHERE status = 'received'"),
        open -> open == 0);
  }

  private static void order(int number) {
    app.report("shop-" + number, "order.paid", App.order("E-" + number, "ben"));
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static JsonObject list(String query) {
    var answer = app.get("/v1/events?" + query, app.staff());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("data").stream()
        .map(event -> ((JsonObject) event).getString("event_id"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = FILTERS)
  void aFilterLetsThroughWhatItNamesNewestFirst(String query, String expected) {
    assertThat(String.join(" ", names(list(query)))).isEqualTo(expected);
  }

  @Test
  void pagesStayAsTheyAreWhileEventsComeIn() {
    var seen = new ArrayList<String>();
    var query = "user_id=ben&status=done&limit=1";
    var page = list(query);
    for (int i = 0; i < 3; i++) {
      seen.addAll(names(page));
      assertThat(page.getBoolean("has_more")).isEqualTo(i < 2);
      app.report("between-" + i, "user.registered", new JsonObject().put("user_id", "ben"));
      App.eventually(() -> names(list("user_id=ben&status=done&limit=1")), first(i)::equals);
      page = i < 2 ? list(query + "&cursor=" + page.getString("next_cursor")) : page;
    }
    assertThat(seen).containsExactly("shop-3", "shop-2", "shop-1");
    assertThat(page.getString("next_cursor")).isNull();
    app.execute("DELETE FROM inbound_event WHERE event_id LIKE 'between-%'");
  }

  private static List<String> first(int i) {
    return List.of("between-" + i);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # query                                            | where the mistake is
          limit=0                                            | limit
          limit=-1                                           | limit
          limit=101                                          | limit
          limit=1000000000                                   | limit
          limit=99999999999999999999                         | limit
          limit=x                                            | limit
          limit=                                             | limit
          status=gone                                        | status
          status=DEAD                                        | status
          type=Order                                         | type
          user_id=a%20b                                      | user_id
          order_id=%00                                       | order_id
          from=yesterday                                     | from
          from=2026-02-30T00:00:00Z                          | from
          from=2026-05-01                                    | from
          to=%2B10000-01-01T00:00:00Z                        | to
          to=1999-12-31T23:59:59Z                            | to
          from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z  | from
          cursor=                                            | cursor
          cursor=x                                           | cursor
          cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | cursor
          cursor=%C3%A4                                      | cursor
          """)
  void aMistakeInTheFilterIsNamed(String query, String where) {
    assertInvalid(app.get("/v1/events?" + query, app.staff()), where);
  }

  private static void assertInvalid(HttpResponse<Buffer> answer, String where) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    var errors = answer.bodyAsJsonObject().getJsonArray("errors");
    assertThat(errors.getJsonObject(0).getString("pointer")).isEqualTo(where);
  }

  @Test
  void aCursorIsGoodForItsFilterOnly() {
    var cursor = list("user_id=ben&limit=1").getString("next_cursor");
    assertThat(names(list("user_id=ben&limit=100&cursor=" + cursor))).isNotEmpty();
    for (var other : List.of("", "user_id=bem", "user_id=ben&status=done", "source=ben")) {
      assertInvalid(app.get("/v1/events?" + other + "&cursor=" + cursor, app.staff()), "cursor");
    }
    var changed = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);
    assertInvalid(app.get("/v1/events?user_id=ben&cursor=" + changed, app.staff()), "cursor");
  }

  @Test
  void anEventShowsItsDataItsFailuresAndItsDecisions() {
    var id = list("order_id=E-1").getJsonArray("data").getJsonObject(0).getString("id");
    app.execute(
        """
        INSERT INTO inbound_event_attempt (event, attempt, error)
        SELECT id, n, 'no ' || n FROM inbound_event, generate_series(1, 2) n
        WHERE event_id = 'shop-1'
        """);
    var event = get(id).bodyAsJsonObject();
    assertThat(event.getJsonObject("payload")).isEqualTo(App.order("E-1", "ben"));
    assertThat(event.getString("status")).isEqualTo("done");
    assertThat(event.getString("reason")).isEqualTo("commission");
    assertThat(event.getJsonArray("failures"))
        .extracting(failure -> ((JsonObject) failure).getString("error"))
        .containsExactly("no 1", "no 2");
    var decisions = event.getJsonArray("decisions");
    assertThat(decisions).hasSize(1);
    var explained = app.decisions("E-1").getJsonObject(0);
    assertThat(decisions.getJsonObject(0).getString("id")).isEqualTo(explained.getString("id"));
    assertThat(explained.getString("event_id")).isEqualTo(id);
    assertThat(event.getJsonArray("steps")).isEqualTo(new JsonArray());
  }

  private static HttpResponse<Buffer> get(String id) {
    return app.get("/v1/events/" + id, app.staff());
  }

  @Test
  void aWaitingEventTellsWhatForAndUntilWhen() {
    var event = list("status=waiting").getJsonArray("data").getJsonObject(0);
    assertThat(event.getString("reason")).isEqualTo("user_not_referred");
    assertThat(event.getString("next_attempt_at")).isGreaterThan(event.getString("received_at"));
    assertThat(event.getString("finished_at")).isNull();
  }

  @Test
  void aMessageThatWasNoEventShowsItsText() {
    var parked = list("source=amqp:dead").getJsonArray("data").getJsonObject(0);
    var payload = get(parked.getString("id")).bodyAsJsonObject().getJsonObject("payload");
    assertThat(payload.getString("raw")).isEqualTo("{");
  }

  @Test
  void anUnknownEventIs404ForStaff() {
    var answer = get("evt_00000000000000000000000000");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("event_not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "x", "ord_00000000000000000000000000", "evt_8", "%00"})
  void whatIsNoIdOfAnEventIs400(String id) {
    assertInvalid(get(id), "id");
  }

  @Test
  void whatWaitsIsInTheMetrics() {
    var metrics =
        App.eventually(
            () -> app.management("/metrics").bodyAsString(),
            text -> text.contains("tributary_events_open{status=\"dead\"} 1.0"));
    assertThat(metrics)
        .contains("tributary_events_open{status=\"waiting\"} 1.0")
        .contains("tributary_events_late_seconds 0.0")
        .containsPattern("tributary_outbox_unpublished [1-9]")
        .contains("tributary_outbox_late_seconds ");
  }
}
