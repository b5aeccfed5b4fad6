package dev.tributary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kernel.Rate;
import dev.tributary.platform.Config;
import dev.tributary.platform.StartFailure;
import dev.tributary.settings.Settings.Cell;
import dev.tributary.settings.Settings.Payouts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String HOSTS = "[shop.example, \"*.Partner.example\", localhost]";
  private static final Settings SETTINGS = settings(Map.of());
  private static final String MATRIX =
      """
      [{order_kind: "*", payment_method: account_balance, earns: false},
       {order_kind: gift_card, payment_method: "*", earns: false},
       {order_kind: course, payment_method: cash, rate_ppm: 50000}]
      """;

  private static Settings settings(Map<String, String> program) {
    var environment = new HashMap<String, String>();
    environment.put("TRIBUTARY_DEMO", "true");
    environment.put("TRIBUTARY_PROGRAM_ALLOWED_LINK_HOSTS", HOSTS);
    environment.putAll(program);
    return FirstSettings.of(Config.load(environment).program());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "http://shop.example/p/1?x=1&y=%20#part",
        "https://SHOP.Example/p",
        "HTTPS://shop.example/",
        "https://shop.example:8443/",
        "http://localhost:3000/",
        "https://a.partner.example/",
        "https://a.b.PARTNER.example/",
        "https://shop.example/?next=//evil.example",
        "https://shop.example/#@evil.example",
        "https://shop.example/https://evil.example"
      })
  void aLinkMayLeadToAnAllowedHost(String url) {
    assertThat(SETTINGS.allowsDestination(url)).isTrue();
  }

  /** Other hosts, other schemes, and what a browser and this service might read differently. */
  private static final String ELSEWHERE =
      """
      /p/1
      shop.example/p
      //evil.example
      //shop.example
      https:evil.example
      https:/shop.example
      https:///shop.example
      https:shop.example
      https://evil.example/
      https://shop.example@evil.example/
      https://shop.example:443@evil.example/
      https://evil.example@shop.example/
      https://user:password@shop.example/
      https://@shop.example/
      https://shop.example;@evil.example/
      https://shop.example.evil.example/
      https://evilshop.example/
      https://shop.example./
      https://sub.shop.example/
      https://partner.example/
      https://.partner.example/
      https://evilpartner.example/
      https://*.partner.example/
      https://shop.example%2eevil.example/
      https://shop.example%00.evil.example/
      https://xn--hop-2sd.example/
      https://[::1]/
      https://2130706433/
      https://shop.example:x/
      javascript:alert(1)
      javascript://shop.example/%0aalert(1)
      data:text/html,<script>alert(1)</script>
      vbscript:x
      ftp://shop.example/
      file://shop.example/etc/passwd
      ws://shop.example/
      blob:https://shop.example/1
      intent://shop.example#Intent;scheme=http;end
      """;

  static Stream<String> elsewhere() {
    return ELSEWHERE.lines();
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void aLinkMayLeadNowhereElse(String url) {
    assertThat(SETTINGS.allowsDestination(url)).isFalse();
  }

  /** Browsers drop tabs and newlines, read a backslash as a slash, and map look-alikes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " https://shop.example/",
        "https://shop.example/ ",
        "https://shop.example\\@evil.example/",
        "https://shop.example\\.evil.example/",
        "https://evil.example\\shop.example/",
        "https:\\\\shop.example/",
        "\\\\shop.example",
        "https://shop.ex\tample/",
        "https://shop.example/\n",
        "https://shop.example/\r\nSet-Cookie: a=b",
        "https://shop.example/\0",
        "https://shop.example/\u00a0",
        "https://shop.example/\u00e4",
        "https://shop.example/\u2028",
        "https://\u0455hop.example/",
        "https://sh\u043ep.example/",
        "https://\uff53hop.example/",
        "https://shop\u3002example/",
        "https://shop.example\uff0fevil.example/",
        "https://evil.example\u2024shop.example/"
      })
  void aCharacterThatBrowsersReadTheirOwnWayIsRefused(String url) {
    assertThat(SETTINGS.allowsDestination(url)).isFalse();
  }

  @Test
  void aDestinationOnNoAllowedHostCannotBeTheDefault() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of("TRIBUTARY_PROGRAM_DEFAULT_DESTINATION_URL", "https://evil.example/")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("program.default_destination_url")
        .hasMessageContaining("allowed_link_hosts");
  }

  /** The cells are asked in the order in which they are written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # kind    | method          | cell that covers it   | names the method
          product   | card            |                       |
          product   | account_balance | *,account_balance     | true
          gift_card | account_balance | *,account_balance     | true
          gift_card | card            | gift_card,*           | false
          course    | cash            | course,cash           | true
          course    | card            |                       |
          product   | cash            |                       |
          PRODUCT   | ACCOUNT_BALANCE |                       |
          *         | *               |                       |
          """)
  void aCellCoversWhatItNamesAndNothingElse(
      String kind, String method, String cell, Boolean namesMethod) {
    var found = settings(Map.of("TRIBUTARY_PROGRAM_MATRIX", MATRIX)).cell(kind, method);
    assertThat(found.map(c -> c.orderKind() + "," + c.paymentMethod()))
        .isEqualTo(Optional.ofNullable(cell));
    assertThat(found.map(Cell::namesMethod)).isEqualTo(Optional.ofNullable(namesMethod));
  }

  @Test
  void aCellEarnsNothingOrARateOfItsOwn() {
    var settings = settings(Map.of("TRIBUTARY_PROGRAM_MATRIX", MATRIX));
    assertThat(settings.cell("gift_card", "card").map(Cell::earns)).contains(false);
    assertThat(settings.cell("course", "cash").map(Cell::earns)).contains(true);
    assertThat(settings.cell("course", "cash").flatMap(Cell::rate)).contains(new Rate(50_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "[{order_kind: product}]",
        "[{order_kind: product, payment_method: card}]",
        "[{order_kind: product, payment_method: card, earns: perhaps}]",
        "[{order_kind: product, payment_method: card, earns: false, rate_ppm: 1}]",
        "[{order_kind: product, payment_method: card, rate_ppm: 1000001}]",
        "[{order_kind: product, payment_method: card, rate_ppm: 0.1}]",
        "[{order_kind: product, payment_method: card, earns: true, rat_ppm: 1}]"
      })
  void aBrokenCellIsRefused(String matrix) {
    assertThatThrownBy(() -> settings(Map.of("TRIBUTARY_PROGRAM_MATRIX", matrix)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("program.matrix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[usd]", "[{currency: zzz, amount: 1}]", "[{currency: usd, amount: -1}]"})
  void aBrokenReviewLimitIsRefused(String limits) {
    assertThatThrownBy(() -> settings(Map.of("TRIBUTARY_PROGRAM_REVIEW_ABOVE", limits)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("program.review_above");
  }

  @Test
  void settingsOfTheFirstReleaseNameOnlyTheCellsThatEarnNothing() {
    var stored = SettingsJson.write(SETTINGS);
    stored.remove("matrix");
    stored.remove("review_above");
    stored.put(
        "excluded",
        new JsonArray("[{\"order_kind\":\"*\",\"payment_method\":\"account_balance\"}]"));
    assertThat(SettingsJson.read(1, stored)).isEqualTo(SETTINGS);
  }

  @Test
  void theStoredFormReadsBackAsTheSameSettings() {
    assertThat(SettingsJson.read(1, SettingsJson.write(SETTINGS))).isEqualTo(SETTINGS);
    var limited =
        settings(
            Map.of(
                "TRIBUTARY_PROGRAM_MAX_MONTHS", "6",
                "TRIBUTARY_PROGRAM_COMMISSION_BASE", "gross",
                "TRIBUTARY_PROGRAM_ATTRIBUTION_MODEL", "first_click",
                "TRIBUTARY_PROGRAM_APPROVAL_ORDER", "manual",
                "TRIBUTARY_PROGRAM_APPROVAL_PAYOUT", "manual",
                "TRIBUTARY_PROGRAM_MIN_PAYOUT_MINOR", "500",
                "TRIBUTARY_PROGRAM_MILESTONES", REWARDING,
                "TRIBUTARY_PROGRAM_REFEREE_REWARDS",
                    "[{name: Hi, reward: {kind: host_credit, amount: 5, currency: JPY}}]",
                "TRIBUTARY_PROGRAM_MATRIX", MATRIX,
                "TRIBUTARY_PROGRAM_REVIEW_ABOVE", "[{currency: usd, amount: 3000000000}]"));
    assertThat(SettingsJson.read(1, SettingsJson.write(limited))).isEqualTo(limited);
    var stored = new JsonObject(SettingsJson.write(limited).encode());
    assertThat(SettingsJson.read(1, stored)).isEqualTo(limited);
    assertThat(limited).isNotEqualTo(SETTINGS);
  }

  private static final String REWARDING =
      """
      [{name: A, referrals: 1, reward: {kind: cash, amount: 9000000000000000, currency: usd}},
       {name: B, referrals: 2, reward: {kind: points, points: 1, expires_after_days: 3650}},
       {name: C, referrals: 3, reward: {kind: voucher, voucher_prefix: ab-1}},
       {name: D, referrals: 4, reward: {kind: voucher}},
       {name: E, referrals: 4, reward: {kind: badge, expires_after_days: 1}}]
      """;

  @Test
  void whatWasStoredBeforeRewardsHadAValueIsReadAsBadges() {
    var stored = SettingsJson.write(SETTINGS);
    stored.remove("referee_rewards");
    stored.getJsonArray("milestones").forEach(entry -> ((JsonObject) entry).remove("reward"));
    var read = SettingsJson.read(1, new JsonObject(stored.encode()));
    assertThat(read).isEqualTo(SETTINGS);
    assertThat(read.milestones()).hasSize(3).allMatch(m -> m.prize().equals(Prize.BADGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # milestones                                                               | what is said
          [Bronze]                                                                   | expected an object
          [{referrals: 5}]                                                           | 0.name: required
          [{name: ' ', referrals: 5}]                                                | name: expected a text of 1 to 64
          [{name: A}]                                                                | 0.referrals: required
          [{name: A, referrals: 0}]                                                  | referrals: expected a whole number from 1
          [{name: A, referrals: '5'}]                                                | referrals: expected a whole number from 1
          [{name: A, referrals: 5.5}]                                                | referrals: expected a whole number from 1
          [{name: A, referrals: 5, refferals: 6}]                                    | refferals: unknown field
          [{name: A, referrals: 5}, {name: a, referrals: 6}]                         | expected names that differ
          [{name: A, referrals: 5, reward: cash}]                                    | reward: expected an object
          [{name: A, referrals: 5, reward: {}}]                                      | reward.kind: required
          [{name: A, referrals: 5, reward: {kind: Cash}}]                            | reward.kind: expected one of badge, cash, host_credit
          [{name: A, referrals: 5, reward: {kind: badge, points: 1}}]                | points: unknown field
          [{name: A, referrals: 5, reward: {kind: cash, amount: 1}}]                 | currency: required
          [{name: A, referrals: 5, reward: {kind: cash, amount: 1, currency: zzz}}]  | currency: expected an ISO 4217
          [{name: A, referrals: 5, reward: {kind: cash, currency: usd}}]             | amount: required
          [{name: A, referrals: 5, reward: {kind: cash, amount: 0, currency: usd}}]  | amount: expected whole minor units from 1
          [{name: A, referrals: 5, reward: {kind: cash, amount: -1, currency: usd}}] | amount: expected whole minor units from 1
          [{name: A, referrals: 5, reward: {kind: cash, amount: 1.5, currency: usd}}] | amount: expected whole minor units from 1
          [{name: A, referrals: 5, reward: {kind: cash, amount: 9000000000000001, currency: usd}}] | amount: expected whole minor units
          [{name: A, referrals: 5, reward: {kind: points}}]                          | points: required
          [{name: A, referrals: 5, reward: {kind: points, points: 1e3}}]             | points: expected a whole number from 1
          [{name: A, referrals: 5, reward: {kind: voucher, voucher_prefix: 'a b'}}]  | voucher_prefix: expected at most 16 letters
          [{name: A, referrals: 5, reward: {kind: voucher, voucher_prefix: 12}}]     | voucher_prefix: expected at most 16 letters
          [{name: A, referrals: 5, reward: {kind: badge, expires_after_days: 0}}]    | expires_after_days: expected a whole number from 1
          """,
      quoteCharacter = '~')
  void aMilestoneThatIsNotUnderstoodRefusesToStart(String milestones, String said) {
    assertThatThrownBy(() -> settings(Map.of("TRIBUTARY_PROGRAM_MILESTONES", milestones)))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("program.milestones")
        .hasMessageContaining(said);
  }

  @Test
  void aReferredUserGetsNoCashBecauseTheyHaveNoAccount() {
    var cash = "[{name: A, reward: {kind: cash, amount: 1, currency: usd}}]";
    assertThatThrownBy(() -> settings(Map.of("TRIBUTARY_PROGRAM_REFEREE_REWARDS", cash)))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("program.referee_rewards.0.reward.kind: ")
        .hasMessageContaining("host_credit");
  }

  @Test
  void aVersionFromBeforeThereWerePayoutsReadsAsTheDefaultsThatTheyCameWith() {
    var old = SettingsJson.write(SETTINGS);
    old.getJsonObject("approval").remove("payout");
    List.of("min_payout_minor", "payout_methods", "payout_auto_methods").forEach(old::remove);
    var read = SettingsJson.read(1, old);
    assertThat(read.payouts())
        .isEqualTo(new Payouts(1, List.of("internal_balance"), List.of("internal_balance")));
    assertThat(read.paysAtOnce("internal_balance")).isTrue();
    assertThat(read.paysAtOnce("paypal")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[paypal]", "[internal_balance, \"Pay Pal\"]", "[internal_balance, \"\"]"})
  void methodsAreWordsAndThoseThatNeedNobodyAreAmongThem(String methods) {
    assertThatThrownBy(() -> settings(Map.of("TRIBUTARY_PROGRAM_PAYOUT_METHODS", methods)))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("program.payout_");
  }
}
