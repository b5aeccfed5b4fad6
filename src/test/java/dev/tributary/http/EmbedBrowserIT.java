package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.link.ClickId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Cookie;

/** The embed script in a real browser, on another origin, down to the rows in PostgreSQL. */
class EmbedBrowserIT {
  private static final String TAG = Site.example("html", "defer");
  private static final String CLICK = "clk_01k8z4v8xke5sbyt3n6d7w9f2g";
  private static final String NO_FETCH = "window.fetch = () => Promise.reject(new TypeError())";

  @TempDir private static Path folder;
  private static Site site;
  private static App app;
  private static Browser browser;

  private String code = "";

  @BeforeAll
  static void start() throws IOException {
    site = new Site();
    var config = folder.resolve("config.yaml");
    var origins = site.origin() + "\", \"" + site.at("www.shop.localhost");
    var example = Site.example("yaml", "cors_origins");
    Files.writeString(config, example.replace("https://www.shop.example", origins));
    app = App.start(Map.of("TRIBUTARY_CONFIG", config.toString()));
    browser = new Browser(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    browser.close();
    app.closeAndForget();
    site.close();
  }

  @BeforeEach
  void newVisitor() {
    browser.becomeSomebodyElse();
    site.embeds(app.origin(), TAG);
    code = app.link("owner_" + System.nanoTime());
  }

  private void visit(String query) {
    browser.open(site.origin() + "/" + query);
  }

  private static @Nullable Object ready() {
    return browser.eval("tributary.ready");
  }

  private static Optional<Cookie> cookie() {
    return Optional.ofNullable(browser.driver().manage().getCookieNamed("tb_click"));
  }

  private long clicks() {
    return app.number("SELECT count(*) FROM click WHERE code = '" + code + "'");
  }

  private List<String> lastClick(String columns) {
    return app.rows(
            "SELECT %s FROM click WHERE code = '%s' ORDER BY id DESC".formatted(columns, code))
        .getFirst();
  }

  private String lastClickId() {
    return new ClickId(UUID.fromString(lastClick("id").getFirst())).toString();
  }

  @Test
  void aVisitThroughACodeIsAClickWithWhereItCameFrom() {
    var wave = "%F0%9F%8C%8A".repeat(200);
    var utm = "&utm_source=news&utm_medium=e%0Amail&utm_campaign=" + wave;
    site.blogLinksTo(site.origin() + "/?ref=" + code + utm + "&sub_id=banner-3");
    browser.open(site.at("localhost") + "/blog");
    browser.click("#next");
    browser.see("#accept");
    assertThat(ready()).isEqualTo(lastClickId()).isEqualTo(browser.eval("tributary.clickId()"));
    assertThat(clicks()).isOne();
    assertThat(lastClick("referrer_host, utm_source, utm_medium, utm_campaign, sub_id"))
        .containsExactly("localhost", "news", "email", "\ud83c\udf0a".repeat(127), "banner-3");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theClickIdIsKeptInACookieOfTheSite() {
    visit("?via=" + code);
    assertThat(ready()).isNotNull();
    var cookie = cookie().orElseThrow();
    assertThat(cookie.getValue()).isEqualTo(lastClickId());
    assertThat(cookie.getSameSite()).isEqualTo("Lax");
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.isHttpOnly()).isFalse();
    assertThat(days(cookie)).isBetween(29L, 30L);
    visit("next");
    assertThat(browser.eval("tributary.clickId()")).isEqualTo(cookie.getValue());
    assertThat(browser.complaints()).isEmpty();
  }

  private static long days(Cookie cookie) {
    var expiry = Objects.requireNonNull(cookie.getExpiry()).toInstant();
    return Duration.between(Instant.now(), expiry.plusSeconds(60)).toDays();
  }

  @Test
  void aReloadIsTheSameVisitAndAnotherCodeIsNot() {
    visit("?ref=" + code);
    var first = ready();
    browser.driver().navigate().refresh();
    assertThat(ready()).isEqualTo(first);
    assertThat(clicks()).isOne();
    code = app.link("other_" + System.nanoTime());
    visit("?ref=" + code);
    assertThat(ready()).isEqualTo(lastClickId()).isNotEqualTo(first);
    var handedOn = UUID.fromString(lastClick("first_click_id").getFirst());
    assertThat(new ClickId(handedOn).toString()).isEqualTo(first);
  }

  @Test
  void aClickOfTheRedirectIsKeptWithoutAnother() {
    visit("?tb_click=" + CLICK + "&ref=" + code);
    assertThat(ready()).isEqualTo(CLICK);
    assertThat(cookie()).map(Cookie::getValue).contains(CLICK);
    assertThat(clicks()).isZero();
    visit("?tb_click=clk_forged%3B%20Domain=shop.example");
    assertThat(ready()).isEqualTo(CLICK);
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'doNotTrack', {get: () => '1'}", "'globalPrivacyControl', {value: true}"})
  void whoAsksNotToBeTrackedIsNot(String wish) {
    browser.inject("Object.defineProperty(Navigator.prototype, %s)".formatted(wish));
    browser.inject("if (location.pathname === '/') document.cookie = 'tb_click=" + CLICK + "'");
    visit("?ref=" + code);
    assertThat(ready()).isNull();
    assertThat(browser.eval("tributary.consent(true), tributary.clickId()")).isNull();
    assertThat(cookie()).isEmpty();
    assertThat(clicks()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void withoutConsentNothingHappensAndWithItEverythingDoes() {
    site.embeds(app.origin(), Site.example("html", "data-consent"));
    site.runs(Site.example("js", "consent"));
    visit("?ref=" + code);
    var later = "new Promise((resolve) => setTimeout(resolve, 500, 'waits'))";
    assertThat(browser.eval("Promise.race([tributary.ready, " + later + "])")).isEqualTo("waits");
    assertThat(cookie()).isEmpty();
    assertThat(browser.eval("sessionStorage.length")).isEqualTo(0L);
    assertThat(clicks()).isZero();
    browser.click("#accept");
    assertThat(ready()).isEqualTo(lastClickId());
    assertThat(cookie()).isPresent();
    browser.click("#accept");
    browser.click("#decline");
    assertThat(browser.eval("tributary.clickId()")).isNull();
    assertThat(cookie()).isEmpty();
    assertThat(browser.eval("sessionStorage.length")).isEqualTo(0L);
    assertThat(clicks()).isOne();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void consentThatIsTakenBackWhileTheAnswerIsUnderWayHolds() {
    visit("?ref=" + code);
    browser.becomeSomebodyElse();
    site.runs("tributary.consent(false);");
    visit("?ref=" + code);
    assertThat(ready()).isNull();
    App.eventually(this::clicks, count -> count == 2);
    assertThat(cookie()).isEmpty();
  }

  @Test
  void thePageGetsTheIdIntoItsForm() {
    site.runs(Site.example("js", "ready"));
    visit("?ref=" + code);
    var value =
        App.eventually(() -> browser.see("#click_id").getDomProperty("value"), v -> !v.isEmpty());
    assertThat(value).isEqualTo(lastClickId());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void theSubdomainsOfASiteCanShareTheCookie() {
    var shared = Site.example("html", "data-cookie-domain");
    site.embeds(app.origin(), shared.replace("shop.example", "shop.localhost"));
    browser.open(site.at("www.shop.localhost") + "/?ref=" + code);
    assertThat(ready()).isEqualTo(lastClickId());
    browser.open(site.at("app.shop.localhost") + "/");
    assertThat(browser.eval("tributary.clickId()")).isEqualTo(lastClickId());
    var cookie = cookie().orElseThrow();
    assertThat(days(cookie)).isBetween(59L, 60L);
  }

  @Test
  void aPageThatIsLeftAtOnceStillCounts() {
    site.embeds(site.at("localhost"), TAG);
    site.runs("if (location.pathname === '/') location.href = '/next';");
    visit("?ref=" + code);
    App.eventually(site::slowClicks, count -> count == 1);
  }

  @Test
  void whatCouldNotBeSentGoesWhenThePageDoes() {
    browser.inject(NO_FETCH);
    visit("?ref=" + code + "&utm_source=lost");
    assertThat(ready()).isNull();
    assertThat(clicks()).isZero();
    browser.click("#next");
    App.eventually(this::clicks, count -> count == 1);
    assertThat(lastClick("utm_source")).containsExactly("lost");
  }

  @Test
  void aServiceThatIsSilentHoldsNobodyUpAndCostsNoEarlierClick() {
    visit("?tb_click=" + CLICK);
    browser.inject("window.fetch = () => new Promise(() => {})");
    visit("?ref=" + code);
    assertThat(ready()).isEqualTo(CLICK);
  }

  @Test
  void aCodeThatDoesNotExistIsAskedForOnceAndCostsNoEarlierClick() {
    visit("?tb_click=" + CLICK);
    visit("?ref=nav");
    assertThat(ready()).isEqualTo(CLICK);
    assertThat(browser.complaints()).singleElement().asString().contains("404");
    browser.driver().navigate().refresh();
    assertThat(ready()).isEqualTo(CLICK);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aSiteThatIsNotConfiguredReportsNothing() {
    browser.open(site.at("localhost") + "/?ref=" + code);
    assertThat(ready()).isNull();
    assertThat(clicks()).isZero();
    assertThat(cookie()).isEmpty();
    assertThat(browser.complaints()).anyMatch(line -> line.contains("CORS policy"));
  }
}
