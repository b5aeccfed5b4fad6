package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar in a process of its own: where it answers, what it logs, and how it stops. */
class LifecycleIT {
  private static final int CLICKS = 20;

  /** What the JVM makes of SIGTERM once its shutdown hooks are done: 128 + 15. */
  private static final int ENDED_BY_SIGTERM = 143;

  private static TestDatabase database;
  private static ServiceProcess service;

  /** Nobody listens on port 1. */
  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    var rabbitmq = Map.of("TRIBUTARY_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:1");
    service = ServiceProcess.start(database, rabbitmq);
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
  }

  @Test
  void healthAndMetricsAnswerOnTheManagementPortAlone() {
    for (var path : List.of("/health/live", "/health/ready", "/metrics")) {
      assertThat(service.management(path).statusCode()).as(path).isEqualTo(200);
      assertThat(service.get(path).statusCode()).as(path + " in public").isEqualTo(404);
    }
    assertThat(service.management("/metrics").body()).contains("vertx_http_server_requests_total");
  }

  @Test
  void aBrokerThatIsAwayIsToldAndWaitedForByNobody() {
    var ready = new JsonObject(service.management("/health/ready").body());
    assertThat(ready.getString("status")).isEqualTo("ready");
    assertThat(ready.getJsonObject("checks").getString("rabbitmq")).startsWith("away");
    assertThat(ready.getJsonObject("checks").getString("postgres")).isEqualTo("up");
  }

  @Test
  void aRequestThatFailsIsFoundInTheLogByItsId() {
    var code = service.link("anna");
    database.execute("ALTER TABLE link_stats RENAME TO hidden");
    var answer = service.send(service.click(code));
    database.execute("ALTER TABLE hidden RENAME TO link_stats");
    assertThat(answer.statusCode()).isEqualTo(500);
    var requestId = new JsonObject(answer.body()).getString("request_id");
    assertThat(answer.body()).doesNotContain("link_stats");
    var told = service.err().lines().map(JsonObject::new).filter(line -> names(line, requestId));
    assertThat(told)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getString("level")).isEqualTo("ERROR");
              assertThat(line.getJsonObject("throwable").encode()).contains("link_stats");
            });
  }

  private static boolean names(JsonObject line, String requestId) {
    var pairs = line.getJsonArray("kvpList");
    return pairs != null && pairs.contains(new JsonObject().put("request_id", requestId));
  }

  /** The clicks are held up by a lock, so that SIGTERM surely meets them under way. */
  @Test
  void whatIsUnderWayAtSigtermIsFinishedAndNothingNewIsTaken() throws Exception {
    try (var own = TestDatabase.create();
        var leaving = ServiceProcess.start(own, Map.of());
        var blocker = own.connect()) {
      var code = leaving.link("ben");
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("LOCK TABLE link_stats IN EXCLUSIVE MODE");
      var answers = Stream.generate(() -> send(leaving, code)).limit(CLICKS).toList();
      App.eventually(
          () -> leaving.management("/metrics").body(),
          metrics ->
              metrics.contains(
                  "vertx_http_server_active_requests{method=\"POST\"} " + CLICKS + ".0"));
      leaving.terminate();
      App.eventually(leaving::readiness, status -> status != 200);
      App.eventually(() -> refuses(leaving), refused -> refused);
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      blocker.commit();
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      assertThat(leaving.exitWithin(Duration.ofSeconds(12))).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(own.number("SELECT count(*) FROM click")).isEqualTo(CLICKS);
    }
  }

  private static CompletableFuture<HttpResponse<String>> send(ServiceProcess to, String code) {
    return to.client().sendAsync(to.click(code), BodyHandlers.ofString());
  }

  private static boolean refuses(ServiceProcess leaving) {
    try {
      leaving.get("/openapi.yaml");
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void aPortThatIsTakenIsToldInOneLine() {
    var environment =
        Map.of(
            "TRIBUTARY_POSTGRES_URL", database.url(),
            "TRIBUTARY_REDIS_URL", TestServers.redisUrl(),
            "TRIBUTARY_JWT_SECRET", ServiceProcess.SECRET,
            "TRIBUTARY_HTTP_PORT", service.httpPort());
    try (var second = ServiceProcess.launch(environment)) {
      assertThat(second.exitWithin(Duration.ofSeconds(30))).isEqualTo(78);
      assertThat(second.err().lines().filter(line -> !line.startsWith("{")))
          .singleElement()
          .asString()
          .startsWith("http.port or management.port: ");
    }
  }
}
