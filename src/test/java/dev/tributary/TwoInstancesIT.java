package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clicks on two instances of one database at the same time: nothing is lost, doubled or stuck. */
class TwoInstancesIT {
  private static App app;
  private static App other;
  private static int visitors;

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

  /** The address of somebody who was nowhere before. */
  private static String visitor() {
    visitors++;
    return "198.%d.%d.7".formatted(visitors / 250, visitors % 250);
  }

  private static Future<HttpResponse<Buffer>> click(App instance, String code, String visitor) {
    return instance
        .client()
        .post("/track-click")
        .putHeader("X-Forwarded-For", visitor)
        .sendJsonObject(new JsonObject().put("code", code));
  }

  /** Even clicks go to the one instance, odd ones to the other, all of them at once. */
  private static void clickOnBoth(int clicks, IntFunction<String> code) {
    var answers =
        IntStream.range(0, clicks)
            .mapToObj(i -> click(i % 2 == 0 ? app : other, code.apply(i), visitor()))
            .toList();
    assertThat(answers).allMatch(answer -> answer.await().statusCode() == 200);
  }

  private static List<List<String>> counters() {
    return app.rows("SELECT code, clicks, counted FROM link_stats ORDER BY code");
  }

  private static List<List<String>> rows() {
    return app.rows(
        "SELECT code, count(*), count(*) FILTER (WHERE counted) FROM click"
            + " GROUP BY code ORDER BY code");
  }

  @Test
  void theCountersOfManyLinksAndOfAHotOneAreExact() {
    var codes = IntStream.range(0, 50).mapToObj(i -> app.link("spread-" + i)).toList();
    clickOnBoth(3_000, i -> codes.get(i * 7 % codes.size()));
    clickOnBoth(1_000, i -> codes.getFirst());
    clickOnBoth(1_000, i -> codes.get(i % 3));
    assertThat(counters()).isEqualTo(rows());
    var ofThese = " FROM link_stats WHERE code IN ('" + String.join("','", codes) + "')";
    assertThat(app.rows("SELECT sum(clicks), sum(counted)" + ofThese))
        .containsExactly(List.of("5000", "5000"));
  }

  /** A machine that is busy elsewhere may make Redis too slow for some: those do not know. */
  @Test
  void whoIsOnBothAtTheSameMomentCountsOnce() {
    var code = app.link("both");
    var known =
        """
        SELECT counted, count(*) FROM (
          SELECT count(*) FILTER (WHERE counted) AS counted, bool_or(dedupe = 'unknown') AS unknown
          FROM click WHERE code = '%s' GROUP BY visitor_hmac
        ) AS visitor WHERE NOT unknown GROUP BY counted
        """
            .formatted(code);
    var visitorsByTimesCounted =
        App.eventually(
            () -> {
              clickTwiceAtOnce(code, 50);
              return app.rows(known);
            },
            rows -> rows.stream().anyMatch(row -> Integer.parseInt(row.getLast()) >= 300));
    assertThat(visitorsByTimesCounted).extracting(List::getFirst).containsExactly("1");
  }

  private static void clickTwiceAtOnce(String code, int visitors) {
    var pairs = IntStream.range(0, visitors).mapToObj(_ -> clickTwice(code)).toList();
    pairs.forEach(pair -> pair.await());
  }

  private static Future<?> clickTwice(String code) {
    var visitor = visitor();
    return Future.all(click(app, code, visitor), click(other, code, visitor));
  }
}
