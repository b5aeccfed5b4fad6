package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.web.Embed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees at /demo: type a code, get a click. */
class DemoBrowserIT {
  private static final String CLICK = "clk_01k8z4v8xke5sbyt3n6d7w9f2g";

  @TempDir private Path profile;
  private Edge edge;
  private Browser browser;

  @BeforeEach
  void start() {
    edge =
        new Edge(
            Map.of("trackClick", DemoBrowserIT::click),
            new Embed(List.of(), "http://localhost:8080", true));
    browser = new Browser(profile);
  }

  @AfterEach
  void stop() {
    browser.close();
    edge.close();
  }

  private static Future<Answer> click(Call call) {
    assertThat(call.text("code")).contains("K7M2P9QX");
    return Future.succeededFuture(Answer.ok(new JsonObject().put("click_id", CLICK)));
  }

  @Test
  void aVisitThroughAPastedLinkShowsItsClick() {
    browser.open(edge.origin() + "/demo");
    assertThat(browser.eval("tributary.ready")).isNull();
    assertThat(browser.see("#click").getText()).startsWith("none");
    browser.type("#ref", "https://go.example/r/K7M2P9QX");
    browser.click("[type=submit]");
    browser.see("#click");
    assertThat(browser.eval("tributary.ready")).isEqualTo(CLICK);
    assertThat(browser.eval("location.search")).isEqualTo("?ref=K7M2P9QX");
    assertThat(browser.see("#click").getText()).isEqualTo(CLICK);
    assertThat(browser.see("#command").getText()).contains(edge.origin() + "/generate-link");
    browser.screenshot("demo.png");
    browser.prefer("dark");
    browser.screenshot("demo-dark.png");
    browser.click("#forget");
    assertThat(browser.see("#click").getText()).startsWith("none");
    assertThat(browser.driver().manage().getCookieNamed("tb_click")).isNull();
    assertThat(browser.complaints()).isEmpty();
  }
}
