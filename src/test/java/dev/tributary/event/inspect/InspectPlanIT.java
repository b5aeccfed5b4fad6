package dev.tributary.event.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The newest events of any filter are found without reading the others. */
class InspectPlanIT {
  private static final Optional<String> ANY = Optional.empty();
  private static final Optional<String> ONE = Optional.of("x");
  private static final Optional<Instant> AT = Optional.of(Instant.EPOCH);

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static EventFilter filter(
      Optional<String> type, Optional<String> source, Optional<String> order) {
    var none = Optional.<Instant>empty();
    return new EventFilter(Optional.empty(), type, source, order, ANY, none, none);
  }

  private static Stream<EventFilter> filters() {
    var nothing = filter(ANY, ANY, ANY);
    var one =
        List.of(
            nothing,
            filter(ONE, ANY, ANY),
            filter(ANY, ONE, ANY),
            filter(ANY, ANY, ONE),
            filter(ONE, ONE, ONE),
            new EventFilter(Optional.empty(), ANY, ANY, ANY, ONE, Optional.empty(), AT),
            new EventFilter(Optional.empty(), ANY, ANY, ANY, ANY, AT, AT));
    return Stream.concat(
        one.stream(), Arrays.stream(EventState.values()).map(state -> nothing.with(state)));
  }

  private static String list(EventFilter filter) {
    var conditions = Conditions.of(filter).and("id <", new UUID(-1, -1));
    return InspectStore.list(
        filter.isSparse() ? conditions.and("id >=", new UUID(0, 0)) : conditions);
  }

  private static Stream<String> statements() {
    var lists = filters().map(InspectPlanIT::list);
    var retries = filters().map(f -> RerunStore.takeOldest(Conditions.of(f.with(EventState.DEAD))));
    var parts =
        Stream.of(InspectStore.LIST_FAILURES, InspectStore.LIST_DECISIONS, InspectStore.LIST_STEPS);
    return Stream.concat(Stream.concat(lists, retries), parts);
  }

  private static void assertIndexed() {
    assertThat(statements())
        .hasSizeGreaterThan(25)
        .allSatisfy(sql -> assertThat(Plans.generic(app, sql)).as(sql).doesNotContain("Seq Scan"));
  }

  /** An event is done, but for one in a thousand of each of the other states. */
  @Test
  void noFilterReadsTheTableAsAWholeHoweverLargeItIs() {
    assertIndexed();
    app.execute(
        """
        INSERT INTO inbound_event (id, source, event_id, type, payload, status, waits_for,
                                   next_attempt_at)
        SELECT ('0190' || lpad(to_hex(n), 8, '0') || '70008000' || md5(n::text)::char(12))::uuid,
               (ARRAY['/shop', '/auth'])[1 + n % 2], 'past-' || n,
               (ARRAY['order.paid', 'user.registered'])[1 + n % 2],
               jsonb_build_object('order_id', 'O-' || n, 'user_id', 'u_' || n / 3),
               CASE n % 1000 WHEN 1 THEN 'waiting' WHEN 2 THEN 'dead' WHEN 3 THEN 'discarded'
                             WHEN 4 THEN 'received' ELSE 'done' END,
               CASE WHEN n % 1000 = 1 THEN 'user:u_' || n END, now() + interval '1 hour'
        FROM generate_series(1, 20000) n;
        INSERT INTO inbound_event_attempt (event, attempt, error)
        SELECT id, 1, 'no' FROM inbound_event;
        INSERT INTO transition (subject_type, subject_id, action, to_status, actor)
        SELECT 'event', id, 'retry', 'received', 'x' FROM inbound_event;
        INSERT INTO decision (id, event, order_id, outcome, reason_code, amount_minor, currency,
                              settings_version, engine_version, trace)
        SELECT gen_random_uuid(), id, event_id, 'none', 'bound', 0, 'USD', 1, '1', '[]'
        FROM inbound_event;
        """);
    assertIndexed();
    app.execute("VACUUM ANALYZE");
    assertIndexed();
  }

  @Test
  void aListIsInTheOrderOfItsIndexAndNeedsNoSort() {
    assertThat(filters().filter(filter -> !filter.isSparse() && filter.to().isEmpty()))
        .allSatisfy(
            filter ->
                assertThat(Plans.generic(app, list(filter)))
                    .as(filter.toString())
                    .doesNotContain("Sort"));
  }

  /** Three rare ones in 40 000, of which a page looks through the half. */
  @Test
  void aRareTypeIsFoundPageByPageEachOfWhichLooksThroughABoundedStretch() {
    app.execute(
        """
        INSERT INTO inbound_event (id, source, event_id, type, payload, status)
        SELECT ('0180' || lpad(to_hex(n), 8, '0') || '70008000' || md5(n::text)::char(12))::uuid,
               '/mail', 'rare-' || n, CASE WHEN n IN (1, 30001, 40000) THEN 'rare' ELSE 'x' END,
               '{}', 'done'
        FROM generate_series(1, 40000) n
        """);
    var query = "/v1/events?type=rare&limit=1";
    var found = new ArrayList<String>();
    var pages = 0;
    var cursor = "";
    while (cursor != null) {
      var page = app.get(query + cursor, app.staff()).bodyAsJsonObject();
      page.getJsonArray("data").forEach(e -> found.add(((JsonObject) e).getString("event_id")));
      var next = page.getString("next_cursor");
      cursor = next == null ? null : "&cursor=" + next;
      pages++;
    }
    assertThat(found).containsExactly("rare-40000", "rare-30001", "rare-1");
    assertThat(pages).isBetween(3, 7);
    var recent = app.get(query + "&from=2025-01-01T00:00:00Z", app.staff()).bodyAsJsonObject();
    assertThat(recent.getBoolean("has_more")).as("what is older is not looked through").isFalse();
    app.execute("DELETE FROM inbound_event WHERE source = '/mail'");
  }
}
