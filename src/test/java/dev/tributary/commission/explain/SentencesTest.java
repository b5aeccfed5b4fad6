package dev.tributary.commission.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.engine.Step;
import dev.tributary.event.EventId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every reason has a sentence, with the values in it that may be told. */
class SentencesTest {
  private static final Currency USD = new Currency("USD");

  /** Where the stable words of decisions stand in the sources. */
  private static final List<Pattern> CODES =
      List.of(
          Pattern.compile("\\b(?:stop|pass|none|held)\\(\\s*\"\\w+\",\\s*\"([a-z_]+)\""),
          Pattern.compile("\\bset\\(\\s*\"([a-z_]+)\""),
          Pattern.compile("new Step\\(\\s*\"\\w+\",\\s*\"\\w+\",\\s*\"([a-z_]+)\""),
          Pattern.compile("Handled\\.(?:done|waiting)\\(\\s*\"([a-z_]+)\""),
          Pattern.compile("[?:] \"([a-z]+(?:_[a-z]+)+)\""));

  private static Explanation decision(String reason, long amount, Step... trace) {
    return new Explanation(
        new DecisionId(new UUID(1, 2)),
        Optional.of(new EventId(new UUID(3, 4))),
        "O-1",
        amount > 0 ? "commission" : "none",
        reason,
        Money.of(amount, USD),
        1,
        "1",
        List.of(trace),
        Instant.EPOCH);
  }

  private static Step step(String step, String reason, Map<String, Object> inputs) {
    return new Step(step, "stop", reason, inputs, null);
  }

  @Test
  void aLimitThatIsReachedIsNamed() {
    var trigger = step("trigger", "trigger_limit_reached", Map.of("used", 3, "limit", 3));
    var expected =
        "This order earned nothing because the referred user's limit of 3 earning orders was"
            + " reached.";
    assertThat(Sentences.of(decision("trigger_limit_reached", 0, trigger))).isEqualTo(expected);
    assertThat(Sentences.of(trigger, USD)).isEqualTo(expected);
  }

  @Test
  void aCommissionTellsItsAmountItsRateAndItsBase() {
    var base = new Step("base", "set", "base", Map.of("mode", "net", "amount", 11_000), 10_000L);
    var rate = new Step("rate", "set", "rate", Map.of("source", "default"), 125_000L);
    assertThat(Sentences.of(decision("commission", 1_250, base, rate)))
        .isEqualTo(
            "This payment earned 12.50 USD; the whole order earns 12.5 percent of 100.00 USD.");
    assertThat(Sentences.of(base, USD))
        .isEqualTo("The commission is a part of 100.00 USD, net of 110.00 USD.");
    assertThat(Sentences.of(rate, USD)).isEqualTo("The rate is 12.5 percent (default).");
  }

  @Test
  void amountsHaveTheDigitsOfTheirCurrency() {
    var amount = new Step("amount", "set", "amount", Map.of(), 1_250L);
    assertThat(Sentences.of(amount, new Currency("JPY"))).contains(" 1250 JPY,");
    assertThat(Sentences.of(amount, new Currency("KWD"))).contains(" 1.250 KWD,");
    assertThat(Sentences.of(amount, new Currency("XAU"))).contains(" 1250 XAU,");
  }

  @Test
  void whatIsNotToldIsLeftOutOfTheSentence() {
    var trace = step("matrix", "payment_method_excluded", Map.of("payment_method", "$1"));
    var full = decision("payment_method_excluded", 0, trace);
    assertThat(Sentences.of(full)).endsWith("because orders paid by $1 are excluded.");
    assertThat(Sentences.of(full.redacted()))
        .endsWith("because orders paid in this way are excluded.");
  }

  @Test
  void everySentenceIsWholeWithNoValueAndWithoutBrackets() {
    assertThat(Reasons.SENTENCES.keySet())
        .allSatisfy(
            code ->
                assertThat(Sentences.of(step("x", code, Map.of()), USD))
                    .matches("[A-Z][A-Za-z' ,;:-]+\\.")
                    .doesNotContain("  "));
  }

  @Test
  void everyReasonOfTheEngineAndTheHandlersHasOne() throws IOException {
    var known = Reasons.SENTENCES.keySet();
    assertThat(codes("commission")).hasSizeGreaterThan(15).allMatch(known::contains);
    assertThat(codes("event")).contains("waited_in_vain").allMatch(known::contains);
  }

  private static List<String> codes(String feature) throws IOException {
    try (var files = Files.walk(Path.of("src/main/java/dev/tributary", feature))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(SentencesTest::codes)
          .distinct()
          .toList();
    }
  }

  private static Stream<String> codes(Path file) {
    try {
      var source = Files.readString(file);
      return CODES.stream()
          .flatMap(pattern -> pattern.matcher(source).results())
          .map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReasonFromAnotherVersionStandsForItself() {
    assertThat(Sentences.of(decision("of_tomorrow", 0))).isEqualTo("of_tomorrow");
  }

  @Test
  void anAffiliateSeesTheStepsAndInputsThatAreNamedAndNoOthers() {
    var secret = Map.<String, Object>of("user_id", "ben", "limit", 3, "used", 1);
    var redacted =
        decision(
                "trigger_limit_reached",
                0,
                step("referral", "bound", secret),
                step("trigger", "trigger_limit_reached", secret),
                step("of_tomorrow", "bound", secret))
            .redacted();
    assertThat(redacted.event()).isEmpty();
    assertThat(redacted.trace())
        .containsExactly(
            step("referral", "bound", Map.of()),
            step("trigger", "trigger_limit_reached", Map.of("limit", 3, "used", 1)));
  }
}
