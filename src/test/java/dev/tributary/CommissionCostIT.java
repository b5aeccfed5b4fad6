package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a commission costs PostgreSQL, in figures that no other load on the machine can change. */
class CommissionCostIT {
  private static final int BATCH = 100;
  private static final int USERS = 20;

  private static final Pattern STATEMENTS =
      Pattern.compile("(?m)^vertx_sql_processing_time_seconds_count(?:\\{.*})? (\\S+)$");

  private static App app;

  @BeforeAll
  static void start() {
    app =
        App.start(
            Map.of(
                "TRIBUTARY_PROGRAM_MAX_TRIGGERS", "1000000",
                "TRIBUTARY_PROGRAM_MILESTONES", "[]"));
    var code = app.link("seller");
    IntStream.range(0, USERS).forEach(user -> app.bind(code, "buyer-" + user));
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  @Test
  void aHundredEventsTakeAFewDozenStatementsAndOneCommit() {
    earn("warm", BATCH);
    double before = statements();
    for (int i = 0; i < 10; i++) {
      earn("batch-" + i, BATCH);
    }
    assertThat(commits("batch-")).as("commits for 10 x %d events", BATCH).isLessThanOrEqualTo(12);
    // Somebody sweeps now and then; a statement for each event would be ten times as many.
    assertThat((statements() - before) / 10)
        .as("statements for %d events, their acceptance included", BATCH)
        .isBetween(20.0, 60.0);
  }

  @Test
  void eventsThatComeOneByOneShareTheirCommits() {
    int events = 500;
    var requests =
        IntStream.range(0, events)
            .mapToObj(i -> app.send("/v1/events", app.shop(), event("single", i)))
            .toList();
    Future.all(requests).await();
    awaitCommissions("single", events);
    assertThat(commits("single"))
        .as("commits for %d commissions", events)
        .isLessThanOrEqualTo(events / 4);
  }

  @Test
  void aCommissionWritesFewBytesOfLog() {
    earn("first", BATCH);
    // Others write to the same server, and after a checkpoint whole pages: the least is ours.
    var cost = IntStream.range(0, 10).mapToLong(i -> logBytesPerEvent("log-" + i)).min();
    assertThat(cost.orElseThrow()).as("bytes for an event").isBetween(4_000L, 15_000L);
  }

  private static long logBytesPerEvent(String name) {
    long before = logBytes();
    earn(name, BATCH);
    return (logBytes() - before) / BATCH;
  }

  private static long logBytes() {
    return app.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
  }

  private static void earn(String name, int events) {
    var list = new JsonArray();
    IntStream.range(0, events).forEach(i -> list.add(event(name, i)));
    assertThat(app.post("/v1/events", app.shop(), list).statusCode()).isEqualTo(202);
    awaitCommissions(name, events);
  }

  private static JsonObject event(String name, int i) {
    var id = name + "-" + i;
    return App.event(id, "order.paid", App.order(id, "buyer-" + i % USERS));
  }

  private static void awaitCommissions(String name, int wanted) {
    App.eventually(
        () ->
            app.number(
                "SELECT count(*) FROM order_commission WHERE order_id LIKE '%s-%%'"
                    .formatted(name)),
        count -> count == wanted);
  }

  private static long commits(String name) {
    return app.number(
        "SELECT count(DISTINCT xmin::text) FROM order_commission WHERE order_id LIKE '%s%%'"
            .formatted(name));
  }

  /** What the service's own driver has counted. */
  private static double statements() {
    var metrics = app.management("/metrics").bodyAsString();
    var counted = STATEMENTS.matcher(metrics);
    double sum = 0;
    while (counted.find()) {
      sum += Double.parseDouble(counted.group(1));
    }
    assertThat(sum).as(metrics).isPositive();
    return sum;
  }
}
