package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which visits count, and what is kept of each. */
class ClickIT {
  private static final String PERSON =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/140.0.0.0 Safari/537.36";

  private static App app;
  private static int nextAddress;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  /** A visitor from a network where nobody was before. */
  private static Map<String, String> visitor(String userAgent) {
    nextAddress++;
    var address = "198." + nextAddress / 250 + "." + nextAddress % 250 + ".7";
    return Map.of("X-Forwarded-For", address, "User-Agent", userAgent);
  }

  private static HttpResponse<Buffer> follow(String code, Map<String, String> headers) {
    var request = app.client().get("/r/" + code);
    headers.forEach(request::putHeader);
    return request.send().await();
  }

  private static JsonObject track(String code, Map<String, String> headers, JsonObject more) {
    return trackSoon(code, headers, more).await().bodyAsJsonObject();
  }

  private static Future<HttpResponse<Buffer>> trackSoon(
      String code, Map<String, String> headers, JsonObject more) {
    var request = app.client().post("/track-click");
    headers.forEach(request::putHeader);
    return request.sendJsonObject(more.copy().put("code", code));
  }

  private static List<String> row(String code, String columns) {
    return app.rows("SELECT " + columns + " FROM click WHERE code = '" + code + "'").getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | crawler
          facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php) | preview
          Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)               | preview
          Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)  | crawler
          """)
  void crawlersAndPreviewsAreSentOnAndKeptButNotCounted(String userAgent, String reason) {
    var code = app.link("bots-" + reason + userAgent.length());
    assertThat(follow(code, visitor(userAgent)).statusCode()).isEqualTo(302);
    assertThat(row(code, "counted, bot_reason")).containsExactly("f", reason);
    assertThat(app.rows("SELECT clicks, counted FROM link_stats WHERE code = '" + code + "'"))
        .containsExactly(List.of("1", "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Purpose, prefetch;prerender, prefetch",
    "Purpose, prefetch, prefetch",
    "Sec-Fetch-Dest, image, embedded",
    "Sec-Fetch-Dest, iframe, embedded",
    "Sec-Fetch-Dest, document, null"
  })
  void whatAPageFetchesByItselfIsNobodysClick(String header, String value, String reason) {
    var code = app.link("parts-" + header + value.length());
    var headers = new HashMap<>(visitor(PERSON));
    headers.put(header, value);
    follow(code, headers);
    assertThat(row(code, "bot_reason")).containsExactly(reason);
  }

  @Test
  void headIsAnsweredLikeGetAndNotCounted() {
    var code = app.link("head");
    var answer = app.client().head("/r/" + code).send().await();
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(row(code, "bot_reason")).containsExactly("head");
  }

  @Test
  void theSameVisitorWithinTheHourGetsTheSameClick() {
    var code = app.link("repeat");
    var visitor = visitor(PERSON);
    var first = track(code, visitor, new JsonObject());
    var second = track(code, visitor, new JsonObject());
    assertThat(first.getBoolean("counted")).isTrue();
    assertThat(second.getBoolean("counted")).isFalse();
    assertThat(second.getString("click_id")).isEqualTo(first.getString("click_id"));
    assertThat(track(code, visitor(PERSON), new JsonObject()).getBoolean("counted")).isTrue();
    var stats = app.get("/referral-stats/repeat", app.user("repeat")).bodyAsJsonObject();
    assertThat(stats.getInteger("clicks")).isEqualTo(3);
    assertThat(stats.getInteger("unique_clicks")).isEqualTo(2);
  }

  @Test
  void twentyVisitsOfOneVisitorAtOnceCountOnce() {
    var code = app.link("burst");
    var visitor = visitor(PERSON);
    var answers =
        IntStream.range(0, 20).mapToObj(i -> trackSoon(code, visitor, new JsonObject())).toList();
    var bodies = answers.stream().map(a -> a.await().bodyAsJsonObject()).toList();
    assertThat(bodies).filteredOn(body -> body.getBoolean("counted")).hasSize(1);
    for (var body : bodies) {
      assertThat(known(body.getString("click_id"))).isTrue();
    }
  }

  private static boolean known(String clickId) {
    var claim = new JsonObject().put("click_id", clickId).put("new_user_id", "of-" + clickId);
    return app.post("/verify-referral", app.shop(), claim).statusCode() == 200;
  }

  @Test
  void whereAVisitCameFromIsKeptAndTheAddressIsNot() {
    var code = app.link("origin");
    var more =
        new JsonObject()
            .put("referrer", "https://blog.example/post?secret=1")
            .put("sub_id", "banner-3")
            .put("utm_source", "newsletter")
            .put("utm_medium", "email")
            .put("utm_campaign", "spring");
    var phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";
    track(code, visitor(phone), more);
    assertThat(
            row(
                code,
                "device, referrer_host, sub_id, utm_source, utm_medium, utm_campaign, country"))
        .containsExactly(
            "mobile", "blog.example", "banner-3", "newsletter", "email", "spring", "null");
    assertThat(row(code, "click::text").getFirst()).doesNotContain("198.", "iPhone", "secret");
  }

  @Test
  void firstClickAttributionFollowsTheFirstLinkOfTheVisitor() {
    app.execute(
        "INSERT INTO settings_version (version, definition, effective_at, created_by) SELECT 2,"
            + " definition || '{\"attribution_model\":\"first_click\"}', now(), 'test'"
            + " FROM settings_version WHERE version = 1");
    try (var firstClick = app.another()) {
      var visitor = visitor(PERSON);
      var one = firstClick.client().get("/r/" + app.link("first-a"));
      visitor.forEach(one::putHeader);
      var cookie = one.send().await().getHeader("Set-Cookie").split(";", 2)[0];
      var two = firstClick.client().get("/r/" + app.link("first-b")).putHeader("Cookie", cookie);
      visitor.forEach(two::putHeader);
      var clickId = two.send().await().getHeader("Location").replaceFirst(".*tb_click=", "");

      var claim = new JsonObject().put("click_id", clickId);
      var byFirst =
          firstClick.post("/verify-referral", app.shop(), claim.copy().put("new_user_id", "f1"));
      assertThat(owner(byFirst)).isEqualTo("first-a");
      var byLast = app.post("/verify-referral", app.shop(), claim.copy().put("new_user_id", "f2"));
      assertThat(owner(byLast)).isEqualTo("first-b");

      var first = new JsonObject().put("first_click_id", cookie.replaceFirst(".*[.=]", ""));
      var reported = track(app.link("first-c"), visitor("Opera"), first).getString("click_id");
      var third = new JsonObject().put("click_id", reported).put("new_user_id", "f3");
      assertThat(owner(firstClick.post("/verify-referral", app.shop(), third)))
          .isEqualTo("first-a");
    }
  }

  private static String owner(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getJsonObject("referral").getString("affiliate_user_id");
  }

  @Test
  void aDeactivatedCodeIsForgottenByEveryInstanceWithinASecond() {
    try (var other = app.another()) {
      var code = app.link("off");
      assertThat(follow(code, visitor(PERSON)).statusCode()).isEqualTo(302);
      assertThat(other.get("/r/" + code, "").statusCode()).isEqualTo(302);
      app.execute(
          "UPDATE code SET active = false, deactivated_at = now() WHERE code = '" + code + "'");
      App.eventually(() -> follow(code, visitor(PERSON)).statusCode(), status -> status == 404);
      App.eventually(() -> other.get("/r/" + code, "").statusCode(), status -> status == 404);
    }
  }

  @Test
  void theLinksOfARevokedAffiliateLeadNowhere() {
    var code = app.link("revoked");
    assertThat(follow(code, visitor(PERSON)).statusCode()).isEqualTo(302);
    app.execute("UPDATE affiliate SET status = 'revoked' WHERE user_id = 'revoked'");
    App.eventually(() -> follow(code, visitor(PERSON)).statusCode(), status -> status == 404);
  }

  @Test
  void aPersonIsShownAPageWhereALinkLeadsNowhere() {
    var headers = Map.of("Accept", "text/html,application/xhtml+xml");
    var answer = follow("NSUCH234", headers);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.getHeader("Content-Type")).startsWith("text/html");
    assertThat(answer.bodyAsString()).contains("This link leads nowhere");
  }

  @Test
  void anExpiredLinkGoesToTheFallbackPage() {
    var variables = Map.of("TRIBUTARY_CLICKS_FALLBACK_URL", "https://shop.example/gone");
    try (var own = App.start(variables)) {
      var code = own.link("expired");
      own.execute("UPDATE link SET expires_at = now() - interval '1 second'");
      App.eventually(
          () -> own.get("/r/" + code, "").getHeader("Location"),
          location -> location.equals("https://shop.example/gone"));
      assertThat(own.number("SELECT count(*) FROM click")).isZero();
    }
  }

  @Test
  void linksWorkUnderTheNamesOfTheInstallationOnly() {
    var variables =
        Map.of(
            "TRIBUTARY_CLICKS_HOSTS", "[\"Go.example\"]",
            "TRIBUTARY_PUBLIC_URL", "https://Links.shop.example");
    try (var own = App.start(variables)) {
      var code = own.link("named");
      for (var host : List.of("go.example", "GO.EXAMPLE:8080", "links.shop.example")) {
        assertThat(followAt(own, host, code)).as(host).isEqualTo(302);
      }
      for (var host : List.of("evil.example", "go.example.evil.example", "127.0.0.1")) {
        assertThat(followAt(own, host, code)).as(host).isEqualTo(404);
      }
      assertThat(own.number("SELECT count(*) FROM click")).isEqualTo(3);
    }
  }

  private static int followAt(App instance, String host, String code) {
    return instance.client().get("/r/" + code).putHeader("Host", host).send().await().statusCode();
  }

  @Test
  void whoGuessesCodesIsSlowedDownAlsoForTheGoodOnes() {
    var code = app.link("guessed");
    var guesser = visitor(PERSON);
    var statuses =
        IntStream.range(0, 70)
            .map(i -> follow("GUESS" + (100 + i), guesser).statusCode())
            .boxed()
            .toList();
    assertThat(statuses).startsWith(404, 404).endsWith(429);
    assertThat(follow(code, guesser).statusCode()).isEqualTo(429);
    assertThat(follow(code, visitor(PERSON)).statusCode()).isEqualTo(302);
  }
}
