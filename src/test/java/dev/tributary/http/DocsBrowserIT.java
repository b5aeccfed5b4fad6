package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;
import static org.openqa.selenium.support.ui.ExpectedConditions.visibilityOfElementLocated;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What a person sees at /docs: paste a token, press Try it out, get a 200. */
class DocsBrowserIT {
  private static final String[] BROWSERS = {"/usr/bin/chromium", "/usr/bin/google-chrome"};
  private static final String[] DRIVERS = {"/usr/bin/chromedriver", "/usr/local/bin/chromedriver"};

  @TempDir private Path profile;
  private Edge edge;
  private ChromeDriver browser;
  private WebDriverWait wait;

  @BeforeEach
  void start() {
    edge = new Edge(Map.of("getReferralStats", DocsBrowserIT::stats));
    var options = new ChromeOptions();
    options.setBinary(installed("chromium", BROWSERS));
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
        "--user-data-dir=" + profile);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    var driver = new File(installed("chromium-driver", DRIVERS));
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(driver).build(), options);
    wait = new WebDriverWait(browser, Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.quit();
    }
    edge.close();
  }

  private static String installed(String debianPackage, String... places) {
    return Stream.of(places)
        .filter(place -> Files.isExecutable(Path.of(place)))
        .findFirst()
        .orElseGet(() -> fail("this test needs a browser: apt-get install " + debianPackage));
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
  void authorizeAndTryItOutGiveA200() throws IOException {
    browser.get(edge.origin() + "/docs");
    click(".btn.authorize");
    wait.until(visibilityOfElementLocated(By.cssSelector(".modal-ux input")))
        .sendKeys(edge.token("u_7"));
    click(".modal-ux .btn.authorize");
    click(".modal-ux .btn-done");
    var operation = "#operations-Rewards-getReferralStats ";
    click(operation + ".opblock-summary-control");
    click(operation + ".try-out__btn");
    click(operation + ".btn.execute");
    var status = By.cssSelector(operation + ".live-responses-table .response-col_status");
    wait.until(visibilityOfElementLocated(status));
    var shot = browser.getScreenshotAs(OutputType.BYTES);
    Files.write(Path.of("target", "docs.png"), shot);
    assertThat(browser.findElement(By.cssSelector(operation + ".live-responses-table")).getText())
        .contains("200")
        .contains("\"qualified_referrals\": 3");
    browser
        .findElements(By.cssSelector(".opblock:not(.is-open) .opblock-summary-control"))
        .forEach(WebElement::click);
    assertThat(browser.findElements(By.cssSelector(".opblock.is-open"))).hasSize(10);
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  private void click(String css) {
    wait.until(elementToBeClickable(By.cssSelector(css))).click();
  }
}
