package dev.tributary.http;

import static org.assertj.core.api.Assertions.fail;
import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;
import static org.openqa.selenium.support.ui.ExpectedConditions.visibilityOfElementLocated;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window. A test that cannot have one fails; nothing is downloaded. */
final class Browser implements AutoCloseable {
  private static final String[] BROWSERS = {"/usr/bin/chromium", "/usr/bin/google-chrome"};
  private static final String[] DRIVERS = {"/usr/bin/chromedriver", "/usr/local/bin/chromedriver"};

  private final ChromeDriver driver;
  private final WebDriverWait wait;

  Browser(Path profile) {
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
    var service = new File(installed("chromium-driver", DRIVERS));
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(service).build(), options);
    wait = new WebDriverWait(driver, Duration.ofSeconds(20));
  }

  private static String installed(String debianPackage, String... places) {
    return Stream.of(places)
        .filter(place -> Files.isExecutable(Path.of(place)))
        .findFirst()
        .orElseGet(() -> fail("this test needs a browser: apt-get install " + debianPackage));
  }

  ChromeDriver driver() {
    return driver;
  }

  void open(String url) {
    driver.get(url);
  }

  /** What another visitor sees: a tab without memories, in a browser without cookies. */
  void becomeSomebodyElse() {
    var old = driver.getWindowHandle();
    var tab = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
    driver.switchTo().window(old).close();
    driver.switchTo().window(tab);
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    complaints();
  }

  /** Runs a script of the tester's in every page of this tab, before the page's own. */
  void inject(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /** The value of an expression in the page; a promise is awaited. */
  @Nullable Object eval(String expression) {
    return driver.executeScript("return " + expression);
  }

  WebElement see(String css) {
    return wait.until(visibilityOfElementLocated(By.cssSelector(css)));
  }

  void click(String css) {
    wait.until(elementToBeClickable(By.cssSelector(css))).click();
  }

  void type(String css, String text) {
    see(css).sendKeys(text);
  }

  void prefer(String colorScheme) {
    var feature = Map.of("name", "prefers-color-scheme", "value", colorScheme);
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Leaves a picture for people in the target folder. */
  void screenshot(String name) {
    try {
      Files.write(Path.of("target", name), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the console says since it was last asked: errors, refusals of a policy, warnings. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
