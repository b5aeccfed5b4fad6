package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** What a person sees at /docs: paste a token, press Try it out, get a 200. */
class DocsBrowserIT {
  @TempDir private Path profile;
  private Edge edge;
  private Browser browser;

  @BeforeEach
  void start() {
    edge = new Edge(Map.of("getReferralStats", DocsBrowserIT::stats));
    browser = new Browser(profile);
  }

  @AfterEach
  void stop() {
    browser.close();
    edge.close();
  }

  private static Future<Answer> stats(Call call) {
    if (!call.actor().mayActFor(call.path("userId"))) {
      throw new Refusal(new Failure.Forbidden());
    }
    var numbers = new JsonObject().put("success", true).put("clicks", 10).put("unique_clicks", 8);
    numbers.put("verified_referrals", 5).put("qualified_referrals", 3);
    return Future.succeededFuture(Answer.ok(numbers.put("balances", new JsonArray())));
  }

  @Test
  void authorizeAndTryItOutGiveA200() {
    browser.open(edge.origin() + "/docs");
    browser.click(".btn.authorize");
    browser.type(".modal-ux input", edge.token("u_7"));
    browser.click(".modal-ux .btn.authorize");
    browser.click(".modal-ux .btn-done");
    var operation = "#operations-Rewards-getReferralStats ";
    browser.click(operation + ".opblock-summary-control");
    browser.click(operation + ".try-out__btn");
    browser.click(operation + ".btn.execute");
    browser.see(operation + ".live-responses-table .response-col_status");
    browser.screenshot("docs.png");
    assertThat(browser.see(operation + ".live-responses-table").getText())
        .contains("200")
        .contains("\"qualified_referrals\": 3");
    browser.click(operation + ".opblock-summary-control");
    theFirstOperationOfEachTagOpens();
    assertThat(browser.complaints()).isEmpty();
  }

  /** One at a time: with all of them open the page is larger than anybody has patience for. */
  private void theFirstOperationOfEachTagOpens() {
    assertThat(browser.driver().findElements(By.cssSelector(".opblock"))).hasSize(edge.count);
    for (var tag : browser.driver().findElements(By.cssSelector(".opblock-tag-section"))) {
      var first = tag.findElement(By.cssSelector(".opblock-summary-control"));
      first.click();
      browser.see(".opblock.is-open .opblock-body .responses-table");
      first.click();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theMeaningOfAnErrorCanBeReadByDayAndByNight(String scheme) {
    browser.prefer(scheme);
    browser.open(edge.origin() + "/docs/errors#limit-reached");
    browser.screenshot("errors-" + scheme + ".png");
    assertThat(browser.eval("getComputedStyle(document.body).maxWidth")).isEqualTo("704px");
    assertThat(browser.see("h2:target").getText()).isEqualTo("Limit reached");
    assertThat(browser.complaints()).isEmpty();
  }
}
