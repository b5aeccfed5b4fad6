package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statistics equal the rows they come from, before and after they are rolled up and dropped. */
class ClickStatsIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start(Map.of("TRIBUTARY_CLICKS_RETENTION_DAYS", "2"));
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static void click(String code, String address, JsonObject more) {
    var request = app.client().post("/track-click").putHeader("X-Forwarded-For", address);
    assertThat(request.sendJsonObject(more.put("code", code)).await().statusCode()).isEqualTo(200);
  }

  private static List<Map<String, Object>> counts(String user, String query) {
    var answer = app.get("/v1/me/clicks?" + query, app.user(user));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonArray("data").stream()
        .map(JsonObject.class::cast)
        .map(JsonObject::getMap)
        .toList();
  }

  private static Map<String, Object> count(String key, int clicks, int unique) {
    return Map.of("key", key, "clicks", clicks, "unique_clicks", unique);
  }

  @Test
  void clicksAreCountedAtOnceByDayLinkAndProperty() {
    var code = app.link("anna");
    click(code, "203.0.113.1", new JsonObject().put("utm_source", "mail"));
    click(code, "203.0.113.1", new JsonObject().put("utm_source", "mail"));
    click(code, "203.0.114.1", new JsonObject().put("referrer", "https://blog.example/x"));
    var today = LocalDate.now(ZoneOffset.UTC).toString();
    assertThat(counts("anna", "group_by=day")).containsExactly(count(today, 3, 2));
    assertThat(counts("anna", "group_by=link")).containsExactly(count(code, 3, 2));
    assertThat(counts("anna", "group_by=utm_source"))
        .containsExactly(count("mail", 2, 1), count("", 1, 1));
    assertThat(counts("anna", "group_by=referrer"))
        .containsExactly(count("", 2, 1), count("blog.example", 1, 1));
    assertThat(counts("anna", "group_by=device")).containsExactly(count("desktop", 3, 2));
    assertThat(counts("anna", "to=2026-01-31")).isEmpty();
    assertThat(counts("somebody-else", "group_by=link")).isEmpty();
  }

  @Test
  void nothingChangesWhenClicksAreRolledUpOrTheirRowsDropped() {
    var code = app.link("ben");
    for (int i = 0; i < 20; i++) {
      click(code, "203.0." + i + ".1", new JsonObject().put("utm_source", "s" + i % 3));
    }
    var before = counts("ben", "group_by=utm_source");
    app.execute("UPDATE click SET at = at - interval '30 seconds' WHERE code = '" + code + "'");
    App.eventually(
        () -> app.number("SELECT count(*) FROM click_daily WHERE code = '" + code + "'"),
        rows -> rows > 0);
    assertThat(counts("ben", "group_by=utm_source")).isEqualTo(before);
    app.execute("DELETE FROM click WHERE code = '" + code + "'");
    assertThat(counts("ben", "group_by=utm_source")).isEqualTo(before);
    assertThat(
            app.rows(
                "SELECT sum(clicks), sum(counted) FROM click_daily WHERE dimension = 'link'"
                    + " AND code = '"
                    + code
                    + "'"))
        .containsExactly(List.of("20", "20"));
  }

  @Test
  void oldPartitionsAreDroppedOnlyWhenTheyAreRolledUp() {
    app.execute(
        "CREATE TABLE click_20260101 PARTITION OF click FOR VALUES"
            + " FROM ('2026-01-01 00:00Z') TO ('2026-01-02 00:00Z')");
    app.execute("UPDATE click_rollup SET rolled_until = '2026-01-01 12:00Z'");
    assertThat(app.number("SELECT drop_click_partitions(2)")).isZero();
    app.execute("UPDATE click_rollup SET rolled_until = now() - interval '1 minute'");
    assertThat(app.number("SELECT drop_click_partitions(2)")).isOne();
    assertThat(app.number("SELECT count(*) FROM pg_class WHERE relname = 'click_20260101'"))
        .isZero();
  }

  @Test
  void aDayThatIsNoneAndASpanThatIsTooLongAreRefused() {
    for (var query : List.of("from=2026-13-01", "from=2026-05-02&to=2026-05-01", "group_by=x")) {
      assertThat(app.get("/v1/me/clicks?" + query, app.user("anna")).statusCode()).isEqualTo(400);
    }
    assertThat(app.get("/v1/me/clicks?from=2020-01-01", app.user("anna")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aQrCodeHoldsTheLinkAndIsForItsOwner() throws Exception {
    var made =
        app.post("/generate-link", app.user("qr"), new JsonObject().put("user_id", "qr"))
            .bodyAsJsonObject();
    var path = "/v1/links/" + made.getString("link_id") + "/qr";
    var png = app.get(path + "?size=256", app.user("qr"));
    assertThat(png.getHeader("Content-Type")).isEqualTo("image/png");
    var image = ImageIO.read(new ByteArrayInputStream(png.body().getBytes()));
    var pixels = image.getRGB(0, 0, 256, 256, null, 0, 256);
    var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(256, 256, pixels)));
    assertThat(new QRCodeReader().decode(bitmap).getText())
        .isEqualTo(made.getString("referral_link"));

    var svg = app.get(path + "?format=svg", app.staff());
    assertThat(svg.getHeader("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(svg.bodyAsString()).startsWith("<svg").contains("viewBox");

    assertThat(app.get(path, app.user("other")).statusCode()).isEqualTo(403);
    var missing = "/v1/links/lnk_01k8z4v8xke5sbyt3n6d7w9f2g/qr";
    assertThat(app.get(missing, app.user("other")).statusCode()).isEqualTo(403);
    assertThat(app.get(missing, app.staff()).statusCode()).isEqualTo(404);
    assertThat(app.get(path + "?size=9", app.user("qr")).statusCode()).isEqualTo(400);
  }
}
