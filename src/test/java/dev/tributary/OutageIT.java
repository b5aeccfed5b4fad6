package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service does while PostgreSQL or Redis is away, hangs, or comes back. */
class OutageIT {
  private FaultProxy postgres;
  private FaultProxy redis;
  private App app;

  @BeforeEach
  void start() {
    postgres = FaultProxy.before(TestServers.postgresUrl(), 5432);
    redis = FaultProxy.before(TestServers.redisUrl(), 6379);
    app =
        App.startBehind(postgres, Map.of("TRIBUTARY_REDIS_URL", redis.url(TestServers.redisUrl())));
  }

  @AfterEach
  void stop() throws Exception {
    postgres.pass();
    redis.pass();
    app.closeAndForget();
    postgres.close();
    redis.close();
  }

  private static int visitor;

  private Future<HttpResponse<Buffer>> click(String code) {
    visitor++;
    return app.client()
        .post("/track-click")
        .putHeader("X-Forwarded-For", "198.51." + visitor / 250 + "." + visitor % 250)
        .putHeader("User-Agent", "visitor " + visitor)
        .sendJsonObject(new JsonObject().put("code", code));
  }

  private HttpResponse<Buffer> follow(String code) {
    return app.client().get("/r/" + code).send().await();
  }

  @Test
  void withoutPostgresAClickIs503AndAVisitorIsSentOnWithoutIt() {
    var code = app.link("anna");
    assertThat(follow(code).getHeader("Location")).contains("tb_click=");
    postgres.refuse();
    var started = System.nanoTime();
    var refused = click(code).await();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.getHeader("Retry-After")).isNotNull();
    assertThat(refused.bodyAsJsonObject().getString("code")).isEqualTo("temporarily_unavailable");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    assertThat(follow(code).getHeader("Location")).isEqualTo("https://shop.example/");
    assertThat(follow("UNKNWN22").getHeader("Location")).isEqualTo("https://shop.example/");
    assertThat(app.management("/metrics").bodyAsString())
        .contains("tributary_clicks_lost_total 2.0");
    assertThat(app.management("/health/live").statusCode()).isEqualTo(200);
    assertThat(app.management("/health/ready").statusCode()).isEqualTo(503);

    postgres.pass();
    App.eventually(() -> click(code).await().statusCode(), status -> status == 200);
    App.eventually(() -> app.management("/health/ready").statusCode(), status -> status == 200);
  }

  @Test
  void aHangingPostgresIsGivenUpInUnderThreeSeconds() {
    var code = app.link("ben");
    assertThat(click(code).await().statusCode()).isEqualTo(200);
    postgres.stall();
    var started = System.nanoTime();
    var answers = IntStream.range(0, 50).mapToObj(i -> click(code)).toList();
    for (var answer : answers) {
      assertThat(answer.await().statusCode()).isEqualTo(503);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    assertThat(follow(code).statusCode()).isEqualTo(302);
    postgres.pass();
    App.eventually(() -> click(code).await().statusCode(), status -> status == 200);
  }

  @Test
  void clicksAndCountersAgreeAfterAnOutageUnderLoad() {
    var code = app.link("cara");
    var ids = new HashMap<String, Integer>();
    int failed = 0;
    for (int round = 0; round < 20; round++) {
      if (round == 5) {
        postgres.refuse();
      }
      if (round == 12) {
        postgres.pass();
      }
      var answers = IntStream.range(0, 25).mapToObj(i -> click(code)).toList();
      for (var answer : answers) {
        var status = answer.await().statusCode();
        assertThat(status).isIn(200, 503);
        if (status == 200) {
          ids.merge(answer.result().bodyAsJsonObject().getString("click_id"), 1, Integer::sum);
        } else {
          failed++;
        }
      }
    }
    assertThat(failed).isPositive();
    assertThat(ids.values()).containsOnly(1);
    assertThat(app.number("SELECT count(*) FROM click")).isGreaterThanOrEqualTo(ids.size());
    assertThat(app.rows("SELECT clicks, counted FROM link_stats"))
        .isEqualTo(app.rows("SELECT count(*), count(*) FILTER (WHERE counted) FROM click"));
  }

  @Test
  void fiveHundredClientsAtOnceAreAllServed() {
    var code = app.link("dora");
    var answers = IntStream.range(0, 500).mapToObj(i -> click(code)).toList();
    assertThat(answers).allMatch(answer -> answer.await().statusCode() == 200);
    assertThat(app.rows("SELECT clicks, counted FROM link_stats"))
        .containsExactly(List.of("500", "500"));
  }

  @Test
  void withoutRedisEveryClickIsKeptAndSaysThatItMayBeARepeat() {
    var code = app.link("eva");
    redis.refuse();
    App.eventually(
        () -> app.management("/health/ready").bodyAsString(), body -> body.contains("away"));
    assertThat(click(code).await().bodyAsJsonObject().getBoolean("counted")).isTrue();
    assertThat(app.rows("SELECT counted, dedupe FROM click"))
        .containsExactly(List.of("t", "unknown"));
    assertThat(app.management("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aHangingRedisHoldsNobodyUp() {
    var code = app.link("finn");
    assertThat(click(code).await().statusCode()).isEqualTo(200);
    redis.stall();
    var started = System.nanoTime();
    assertThat(click(code).await().statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void moneyWaitsForPostgresAndComesOnce() {
    app.bind(app.link("gus"), "hana");
    assertThat(app.report("o1", "order.paid", App.order("P-1", "hana")).statusCode())
        .isEqualTo(202);
    App.eventually(() -> app.balance("gus"), balance -> !balance.isEmpty());
    postgres.refuse();
    assertThat(app.report("o2", "order.paid", App.order("P-2", "hana")).statusCode())
        .isEqualTo(503);
    postgres.pass();
    App.eventually(
        () -> app.report("o2", "order.paid", App.order("P-2", "hana")).statusCode(),
        status -> status == 202);
    App.eventually(() -> app.balance("gus").getInteger("total_revenue"), total -> total == 2000);
  }

  @Test
  void aVisitorWhoseClickWasRefusedCountsWhenTheyTryAgain() {
    var code = app.link("ian");
    assertThat(click(code).await().statusCode()).isEqualTo(200);
    postgres.refuse();
    App.eventually(() -> click(code).await().statusCode(), status -> status == 503);
    int refused = visitor;
    postgres.pass();
    App.eventually(() -> click(code).await().statusCode(), status -> status == 200);
    visitor = refused - 1;
    assertThat(click(code).await().bodyAsJsonObject().getBoolean("counted")).isTrue();
  }
}
