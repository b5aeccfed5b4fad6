package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operations page tells somebody at three in the morning to look at and to type. */
class OperationsIT {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern METRIC =
      Pattern.compile("`((?:vertx|tributary(?!_(?:app|owner|service)`))_\\w+)`");

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  /** Its deadline is brought forward; the shop learns of the buyer a day too late. */
  @Test
  void anOrderThatWaitedInVainIsPaidOnceWhenItIsDecidedAnew() {
    app.report("late-1", "order.paid", App.order("L-1", "ben"));
    App.eventually(() -> status("late-1"), "[[waiting]]"::equals);
    app.execute("UPDATE inbound_event SET next_attempt_at = now()");
    App.eventually(() -> status("late-1"), "[[done]]"::equals);
    app.bind(app.link("anna"), "ben");
    assertThat(app.rows(decideAnew("L-1")))
        .containsExactly(List.of("/shop", "late-1", "order.paid"));
    App.eventually(() -> app.balance("anna"), balance -> !balance.isEmpty());
    assertThat(app.rows(decideAnew("L-1"))).as("a second time there is nothing").isEmpty();
    assertThat(app.balance("anna").getInteger("total_revenue")).isEqualTo(1000);
  }

  private static String status(String eventId) {
    return app.rows("SELECT status FROM inbound_event WHERE event_id = '" + eventId + "'")
        .toString();
  }

  @Test
  void whatNoQueueTookCanBeAskedFor() {
    assertThat(statements().filter(sql -> sql.contains("count(*)")))
        .hasSize(1)
        .allSatisfy(sql -> assertThat(app.rows(sql)).isNotNull());
  }

  @Test
  void theMetricsThatMatterAreThere() {
    app.link("cara");
    var metrics = app.management("/metrics").bodyAsString();
    assertThat(METRIC.matcher(Repository.read("docs/OPERATIONS.md")).results())
        .extracting(name -> name.group(1))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(metrics).contains("\n" + name));
  }

  private static String decideAnew(String orderId) {
    var update = statements().filter(sql -> sql.contains("UPDATE")).findFirst().orElseThrow();
    return update.replace("…", orderId);
  }

  private static Stream<String> statements() {
    return SQL.matcher(Repository.read("docs/OPERATIONS.md"))
        .results()
        .map(block -> block.group(1).replaceAll("--.*", ""))
        .flatMap(text -> Pattern.compile("[^;]*;").matcher(text).results())
        .map(MatchResult::group);
  }
}
