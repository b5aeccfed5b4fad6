package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.notification.Notifier;
import dev.tributary.platform.Config;
import dev.tributary.platform.StartFailure;
import dev.tributary.referral.ReferralValidation;
import dev.tributary.reward.RewardCalculation;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service with the other implementation at each place where programs differ. */
class StrategyIT {
  private static App app;

  @BeforeAll
  static void start() {
    app =
        App.start(
            Map.of(
                "TRIBUTARY_STRATEGIES_REFERRAL_VALIDATION", "same_mailbox",
                "TRIBUTARY_STRATEGIES_REWARD_CALCULATION", "every_nth",
                "TRIBUTARY_NOTIFICATION_NOTIFIER", "digest",
                "TRIBUTARY_PROGRAM_MILESTONES", "[{name: Pair, referrals: 2}]"));
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @Test
  void theProgramsOwnRuleRefusesByRequestAndByEvent() {
    var code = app.link("anna@x.example");
    var body = new JsonObject().put("code", code).put("new_user_id", "anna+2@x.example");
    var answer = app.post("/verify-referral", app.shop(), body);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("same_mailbox");
    var user = new JsonObject().put("user_id", "anna+3@x.example").put("referral_code", code);
    app.report("alias", "user.registered", user);
    var reason = "SELECT reason FROM inbound_event WHERE event_id = 'alias'";
    App.eventually(() -> app.rows(reason), rows -> rows.equals(List.of(List.of("same_mailbox"))));
    assertThat(app.bind(code, "ben@x.example").getString("status")).isEqualTo("pending");
  }

  @Test
  void aMilestoneComesBackAtEachMultiple() {
    var code = app.link("nina");
    for (int i = 0; i < 5; i++) {
      app.bind(code, "nina_friend_" + i);
      app.report("nina-" + i, "order.paid", App.order("N-" + i, "nina_friend_" + i));
    }
    var stats = "SELECT qualified_referrals FROM affiliate WHERE user_id = 'nina'";
    App.eventually(() -> app.number(stats), count -> count == 5);
    assertThat(app.rows("SELECT rule_key FROM reward WHERE owner_user_id = 'nina' ORDER BY 1"))
        .containsExactly(List.of("milestone:pair:2"), List.of("milestone:pair:4"));
  }

  @Test
  void whatTheNotifierWantsToHearIsToldAndGone() {
    app.bind(app.link("tina"), "tom");
    App.eventually(() -> app.number("SELECT count(*) FROM notice"), left -> left == 0);
    assertThat(app.number("SELECT count(*) FROM outbox WHERE type = 'referral.created'"))
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          STRATEGIES_REFERRAL_VALIDATION | standard, same_mailbox
          STRATEGIES_REWARD_CALCULATION  | milestones, every_nth
          NOTIFICATION_NOTIFIER          | log, digest
          """)
  void everyNameThatTheConfigurationTakesIsThereAndOthersAreRefusedWithTheList(
      String key, String names) {
    assertThat(refusal(key, "class.of.Mine")).get().asString().endsWith("expected one of " + names);
    assertThat(Stream.of(names.split(", ")))
        .allSatisfy(name -> assertThat(implementation(key, name)).isNotNull())
        .allSatisfy(name -> assertThat(refusal(key, name)).isEmpty());
  }

  private static Object implementation(String key, String name) {
    return switch (key) {
      case "STRATEGIES_REFERRAL_VALIDATION" -> ReferralValidation.named(name);
      case "STRATEGIES_REWARD_CALCULATION" -> RewardCalculation.named(name);
      default -> Notifier.named(name);
    };
  }

  private static Optional<String> refusal(String key, String name) {
    try {
      Config.load(Map.of("TRIBUTARY_DEMO", "true", "TRIBUTARY_" + key, name));
      return Optional.empty();
    } catch (StartFailure failure) {
      return Optional.ofNullable(failure.getMessage());
    }
  }
}
