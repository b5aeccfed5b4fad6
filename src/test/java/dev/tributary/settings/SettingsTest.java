package dev.tributary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.platform.Config;
import dev.tributary.platform.StartFailure;
import dev.tributary.settings.Settings.Excluded;
import dev.tributary.settings.Settings.Payouts;
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
        .hasMessageContaining("program.allowed_link_hosts");
  }

  /** The cells are asked in the order in which they are written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # kind    | method          | cell that excludes it | names the method
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
  void aCellExcludesWhatItNamesAndNothingElse(
      String kind, String method, String cell, Boolean namesMethod) {
    var excluding =
        settings(
            Map.of(
                "TRIBUTARY_PROGRAM_EXCLUDED",
                """
                [{order_kind: "*", payment_method: account_balance},
                 {order_kind: gift_card, payment_method: "*"},
                 {order_kind: course, payment_method: cash}]
                """));
    var found = excluding.exclusion(kind, method);
    assertThat(found.map(c -> c.orderKind() + "," + c.paymentMethod()))
        .isEqualTo(Optional.ofNullable(cell));
    assertThat(found.map(Excluded::namesMethod)).isEqualTo(Optional.ofNullable(namesMethod));
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
                "TRIBUTARY_PROGRAM_MILESTONES", "[]"));
    assertThat(SettingsJson.read(1, SettingsJson.write(limited))).isEqualTo(limited);
    assertThat(limited).isNotEqualTo(SETTINGS);
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
        .hasMessageContaining("program.payout_methods");
  }
}
