package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.link.ClickId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which clicks bind the user they brought, and which do not any more. */
class AttributionIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static HttpResponse<Buffer> follow(String code, String userAgent) {
    return app.client().get("/r/" + code).putHeader("User-Agent", userAgent).send().await();
  }

  private static String cookie(HttpResponse<Buffer> redirect) {
    return redirect.getHeader("Set-Cookie").split(";", 2)[0];
  }

  private static String clickId(HttpResponse<Buffer> redirect) {
    return redirect.getHeader("Location").replaceFirst(".*tb_click=", "");
  }

  private static HttpResponse<Buffer> verify(String newUser, JsonObject claim, String cookie) {
    return app.client()
        .post("/verify-referral")
        .bearerTokenAuthentication(app.user(newUser))
        .putHeader("Cookie", cookie)
        .sendJsonObject(claim.put("new_user_id", newUser))
        .await();
  }

  private static String owner(HttpResponse<Buffer> bound) {
    assertThat(bound.statusCode()).as(bound.bodyAsString()).isEqualTo(200);
    return bound.bodyAsJsonObject().getJsonObject("referral").getString("affiliate_user_id");
  }

  @Test
  void theCookieOfARedirectBindsWhoNamesNeitherCodeNorClick() {
    var cookie = cookie(follow(app.link("anna"), "Firefox"));
    assertThat(owner(verify("ben", new JsonObject(), "theme=dark; " + cookie))).isEqualTo("anna");
    assertThat(verify("bob", new JsonObject(), "theme=dark").statusCode()).isEqualTo(400);
  }

  @Test
  void whatTheClaimNamesGoesBeforeTheCookie() {
    var cookie = cookie(follow(app.link("cara"), "Firefox"));
    var named = clickId(follow(app.link("dora"), "Firefox"));
    var byClick = new JsonObject().put("click_id", named);
    assertThat(owner(verify("carl", byClick, cookie))).isEqualTo("dora");
    var byCode = new JsonObject().put("code", app.link("dora"));
    assertThat(owner(verify("cleo", byCode, cookie))).isEqualTo("dora");
  }

  @Test
  void aRegistrationOfTheHostBindsByItsClick() {
    var id = clickId(follow(app.link("eva"), "Firefox"));
    app.report(
        "by-click", "user.registered", new JsonObject().put("user_id", "finn").put("click_id", id));
    var found = "SELECT affiliate_user_id FROM referral WHERE referred_user_id = 'finn'";
    assertThat(App.eventually(() -> app.rows(found), rows -> !rows.isEmpty()).getFirst())
        .containsExactly("eva");
  }

  @Test
  void aCrawlersClickDoesNotCountButBindsWhoCarriesItsId() {
    var code = app.link("gus");
    var id = clickId(follow(code, "Mozilla/5.0 (compatible; Googlebot/2.1)"));
    assertThat(app.rows("SELECT clicks, counted FROM link_stats WHERE code = '" + code + "'"))
        .containsExactly(List.of("1", "0"));
    assertThat(owner(verify("hana", new JsonObject().put("click_id", id), ""))).isEqualTo("gus");
  }

  @Test
  void aClickBindsForThirtyDaysAndNotOneMore() {
    var code = app.link("ian");
    var old = new JsonObject().put("click_id", clickOfBefore(code, Duration.ofDays(31)));
    var refused = verify("jan", old, "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.bodyAsJsonObject().getString("code")).isEqualTo("window_expired");
    assertThat(app.number("SELECT count(*) FROM referral WHERE referred_user_id = 'jan'")).isZero();

    var late = new JsonObject().put("click_id", clickOfBefore(code, Duration.ofDays(29)));
    assertThat(owner(verify("jan", late, ""))).isEqualTo("ian");
  }

  /** A click as it was stored then: its id tells the time, and lies in the partition of its day. */
  private static String clickOfBefore(String code, Duration age) {
    var at = Instant.now().minus(age);
    var id = new UUID((at.toEpochMilli() << 16) | 0x7000, 0x8000_0000_0000_0000L);
    var day = "'" + at.toString().substring(0, 10) + "'::date";
    app.execute(
        """
        DO $$ BEGIN EXECUTE format(
          'CREATE TABLE IF NOT EXISTS %%I PARTITION OF click FOR VALUES FROM (%%L) TO (%%L)',
          'click_' || to_char(%1$s, 'YYYYMMDD'),
          %1$s::timestamp AT TIME ZONE 'UTC', (%1$s + 1)::timestamp AT TIME ZONE 'UTC'); END $$;
        INSERT INTO click (id, code, counted, dedupe, at)
        VALUES ('%2$s', '%3$s', true, 'first', '%4$s')
        """
            .formatted(day, id, code, at));
    return new ClickId(id).toString();
  }
}
