package dev.tributary.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Config;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an editor may propose, and what is said of everything else. */
class DefinitionTest {
  private static final Settings SETTINGS =
      FirstSettings.of(Config.load(Map.of("TRIBUTARY_DEMO", "true")).program());

  private static final String MISTAKES =
      """
      # field                  | value                                   | place                      | what is said
      default_rate_ppm         | 1000001                                 |                            | from 0 to 1000000
      default_rate_ppm         | 0.5                                     |                            | a whole number
      default_rate_ppm         | 4294967296                              |                            | from 0 to 1000000
      default_rate_ppm         | null                                    |                            | required
      max_triggers             | 0                                       |                            | from 1 to 1000000
      max_triggers             | "3"                                     |                            | a whole number
      max_months               | -1                                      |                            | from 0 to 1200
      hold_days                | 366                                     |                            | from 0 to 365
      max_codes                | 1001                                    |                            | from 1 to 1000
      attribution_model        | "LAST_CLICK"                            |                            | one of last_click, first_click
      attribution_model        | 1                                       |                            | one of last_click, first_click
      attribution_window_days  | 0                                       |                            | from 1 to 365
      commission_base          | "profit"                                |                            | one of net, gross
      approval                 | []                                      |                            | an object
      approval                 | {"affiliate":"auto","order":"auto","invoice":"auto"} | /payout       | required
      approval                 | {"affiliate":"auto","order":"auto","invoice":"auto","payout":true} | /payout | one of manual, auto
      min_payout_minor         | 0                                       |                            | from 1 to 2147483647
      payout_methods           | "paypal"                                |                            | a list
      payout_methods           | ["internal_balance","Pay Pal"]          | /1                         | a word of a-z
      payout_methods           | ["internal_balance",5]                  | /1                         | a word of a-z
      payout_auto_methods      | ["cash"]                                | /0                         | one of the payout_methods
      milestones               | [1]                                     | /0                         | an object
      milestones               | [{"name":"A","referrals":1},{"name":"a","referrals":2}] |            | names that differ
      milestones               | [{"name":"A","referrals":1},{"name":"B","referrals":2,"reward":{"kind":"cash","amount":0,"currency":"usd"}}] | /1/reward/amount | from 1 to
      referee_rewards          | [{"name":"A","reward":{"kind":"cash","amount":1,"currency":"usd"}}] | /0/reward/kind | host_credit
      matrix                   | [{"order_kind":"a","payment_method":"b"}]                  | /0/earns    | required
      matrix                   | [{"order_kind":"a","payment_method":"b","earns":1}]        | /0/earns    | true or false
      matrix                   | [{"order_kind":"a","payment_method":"b","earns":false,"rate_ppm":1}] | /0/rate_ppm | none where earns
      matrix                   | [{"order_kind":"","payment_method":"b","earns":false}]     | /0/order_kind | 1 to 128
      matrix                   | [{"order_kind":"a","payment_method":"b","earns":true,"a/b":1}] | /0/a~1b  | unknown field
      review_above             | []                                      |                            | an object
      review_above             | {"zzz":1}                               | /zzz                       | ISO 4217
      review_above             | {"USD":1}                               | /USD                       | lower case
      review_above             | {"usd":-1}                              | /usd                       | from 0 to
      allowed_link_hosts       | ["shop.example",""]                     | /1                         | a host name
      default_destination_url  | "https://evil.test/"                    |                            | allowed_link_hosts
      default_destination_url  | ""                                      |                            | 1 to 2048
      excluded                 | []                                      |                            | unknown field
      """;

  private static JsonObject definition() {
    return new JsonObject(SettingsJson.write(SETTINGS).encode());
  }

  private static JsonObject proposal(JsonObject definition) {
    return new JsonObject().put("definition", definition);
  }

  @Test
  void whatWasWrittenCanBeProposed() {
    var proposal = DefinitionJson.proposal(1, proposal(definition()));
    assertThat(proposal.settings()).contains(SETTINGS);
    assertThat(proposal.effectiveAt()).isEmpty();
    var later = proposal(definition()).put("effective_at", "2026-06-01T02:00:00+02:00");
    assertThat(DefinitionJson.proposal(7, later).effectiveAt())
        .contains(Instant.parse("2026-06-01T00:00:00Z"));
    assertThat(DefinitionJson.proposal(7, later).settings().orElseThrow().version()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = MISTAKES)
  void aMistakeIsNamedByItsPlace(String field, String value, String place, String said) {
    var definition = definition().put(field, Json.decodeValue(value));
    var pointer = "/definition/" + field + Optional.ofNullable(place).orElse("");
    assertThat(mistakes(proposal(definition)))
        .anySatisfy(
            mistake -> {
              assertThat(mistake.pointer()).isEqualTo(pointer);
              assertThat(mistake.detail()).contains(said);
            });
  }

  private static List<FieldError> mistakes(JsonObject body) {
    try {
      DefinitionJson.proposal(2, body);
    } catch (Refusal refusal) {
      return ((Invalid) refusal.failure()).errors();
    }
    return List.of();
  }

  @Test
  void everyFieldIsRequiredAndEachIsNamed() {
    for (var field : definition().fieldNames()) {
      var definition = definition();
      definition.remove(field);
      assertThat(mistakes(proposal(definition)))
          .contains(new FieldError("/definition/" + field, "required"));
    }
    assertThat(mistakes(proposal(new JsonObject()))).hasSize(definition().size());
    assertThat(mistakes(new JsonObject()))
        .containsExactly(new FieldError("/definition", "required"));
    assertThatThrownBy(() -> DefinitionJson.proposal(1, proposal(new JsonObject())))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void whatChangedIsToldFieldByField() {
    var changed = definition().put("max_triggers", 5).put("milestones", new JsonArray());
    changed.getJsonObject("approval").put("order", "manual");
    changed.put("review_above", new JsonObject().put("usd", 100));
    var after = DefinitionJson.proposal(2, proposal(changed)).settings().orElseThrow();
    assertThat(ChangesJson.between(Optional.of(SETTINGS), after))
        .containsExactly(
            change("/approval/order", "auto", "manual"),
            change("/max_triggers", 3, 5),
            change("/milestones", definition().getJsonArray("milestones"), new JsonArray()),
            change("/review_above/usd", null, 100L));
    assertThat(ChangesJson.between(Optional.empty(), after)).isEmpty();
    assertThat(ChangesJson.between(Optional.of(after), after)).isEmpty();
  }

  private static JsonObject change(String path, @Nullable Object before, Object after) {
    return new JsonObject().put("path", path).put("before", before).put("after", after);
  }
}
