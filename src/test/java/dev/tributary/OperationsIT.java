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

  @Test
  void aDeadEventIsFoundAndPaidOnceWhenItIsRetried() {
    app.bind(app.link("anna"), "ben");
    var id = failUntilDead("ben");
    assertThat(app.rows(listDead()))
        .singleElement()
        .satisfies(row -> assertThat(row).contains(id).anyMatch(text -> text.contains("posting")));
    assertThat(app.rows(retry(id))).containsExactly(List.of("/shop", "dead-1", "order.paid"));
    App.eventually(() -> app.balance("anna"), balance -> !balance.isEmpty());
    assertThat(app.rows(retry(id))).as("a second time there is nothing to retry").isEmpty();
    assertThat(app.balance("anna").getInteger("total_revenue")).isEqualTo(1000);
  }

  /** Four of the five attempts are skipped; they are more than a minute apart. */
  private static String failUntilDead(String buyer) {
    app.execute("ALTER TABLE posting RENAME TO hidden");
    app.report("dead-1", "order.paid", App.order("D-1", buyer));
    App.eventually(() -> app.number("SELECT max(attempts) FROM inbound_event"), n -> n == 1);
    app.execute("UPDATE inbound_event SET attempts = 4, next_attempt_at = now()");
    var dead =
        App.eventually(
            () -> app.rows("SELECT id FROM inbound_event WHERE status = 'dead'"),
            rows -> !rows.isEmpty());
    app.execute("ALTER TABLE hidden RENAME TO posting");
    return dead.getFirst().getFirst();
  }

  @Test
  void aMessageThatIsNoEventIsNotRetried() {
    var id = "01890a5d-ac96-774b-bcce-b302099a8057";
    app.execute(
        "INSERT INTO inbound_event (id, source, event_id, type, payload, status)"
            + " VALUES ('%s', 'amqp:dead', 'x', 'order.paid', '{\"raw\":\"x\"}', 'dead')"
                .formatted(id));
    assertThat(app.rows(retry(id))).isEmpty();
    app.execute("DELETE FROM inbound_event WHERE source = 'amqp:dead'");
  }

  @Test
  void whatWaitsCanBeAskedFor() {
    assertThat(statements().filter(sql -> sql.contains("count(*)")))
        .hasSize(3)
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

  private static String listDead() {
    return statements().filter(sql -> sql.contains("LIMIT 50")).findFirst().orElseThrow();
  }

  private static String retry(String id) {
    var update = statements().filter(sql -> sql.contains("UPDATE")).findFirst().orElseThrow();
    return update.replace("…", id);
  }

  private static Stream<String> statements() {
    return SQL.matcher(Repository.read("docs/OPERATIONS.md"))
        .results()
        .map(block -> block.group(1).replaceAll("--.*", ""))
        .flatMap(text -> Pattern.compile("[^;]*;").matcher(text).results())
        .map(MatchResult::group);
  }
}
