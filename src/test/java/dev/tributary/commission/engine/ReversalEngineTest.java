package dev.tributary.commission.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReversalEngineTest {
  private static final Currency USD = new Currency("USD");

  private static final String REFUNDS =
      """
      # paid | refunded | earned | reversed | takes back
      10000  | 10000    | 1250   | 0        | 1250
      10000  | 3333     | 100    | 0        | 33
      10000  | 6666     | 100    | 33       | 34
      10000  | 10000    | 100    | 67       | 33
      10000  | 1        | 100    | 0        | 0
      10000  | 49       | 100    | 0        | 0
      10000  | 50       | 100    | 0        | 1
      10000  | 20000    | 100    | 0        | 100
      10000  | 20000    | 100    | 100      | 0
      10000  | 3000     | 100    | 100      | 0
      1      | 1        | 1      | 0        | 1
      3      | 1        | 1      | 0        | 0
      3      | 2        | 1      | 0        | 1
      """;

  @ParameterizedTest(name = "{1} of {0} refunded takes back {4} of {2}")
  @CsvSource(delimiter = '|', textBlock = REFUNDS)
  void aRefundTakesBackItsPartOfTheCommission(
      long paid, long refunded, long earned, long reversed, long takesBack) {
    var decision = refund(paid, refunded, earned, reversed);
    assertThat(decision.amount().minor()).isEqualTo(-takesBack);
    assertThat(decision.outcome()).isEqualTo(takesBack > 0 ? Outcome.REVERSAL : Outcome.NONE);
    assertThat(decision.reasonCode()).isEqualTo(takesBack > 0 ? "refunded" : "nothing_to_reverse");
    assertThat(decision.settingsVersion()).isEqualTo(7);
    assertThat(decision.trace()).extracting(Step::step).containsExactly("refund");
  }

  @Property
  void whatWasTakenBackDependsOnTheRefundsTogetherOnly(
      @ForAll @LongRange(min = 1, max = 1_000_000) long paid,
      @ForAll @LongRange(min = 0, max = 1_000_000) long earned,
      @ForAll @LongRange(min = 0, max = 2_000_000) long first,
      @ForAll @LongRange(min = 0, max = 2_000_000) long second) {
    long one = -refund(paid, first, earned, 0).amount().minor();
    long other = -refund(paid, first + second, earned, one).amount().minor();
    assertThat(one + other).isEqualTo(-refund(paid, first + second, earned, 0).amount().minor());
    assertThat(one + other).isBetween(0L, earned);
  }

  @Test
  void aCancellationTakesBackWhatIsLeft() {
    var decision = ReversalEngine.cancel("ORD-1", usd(70), 7);
    assertThat(decision.outcome()).isEqualTo(Outcome.REVERSAL);
    assertThat(decision.reasonCode()).isEqualTo("order_cancelled");
    assertThat(decision.amount()).isEqualTo(usd(-70));
    assertThat(decision.trace().getFirst().value()).isEqualTo(70);
  }

  @Test
  void aCancellationOfWhatEarnedNothingIsADecisionToo() {
    var decision = ReversalEngine.cancel("ORD-1", usd(0), 7);
    assertThat(decision.outcome()).isEqualTo(Outcome.NONE);
    assertThat(decision.reasonCode()).isEqualTo("order_cancelled");
    assertThat(decision.amount()).isEqualTo(usd(0));
  }

  @Test
  void nothingHasItsReasonInTheTrace() {
    var decision = ReversalEngine.none("duplicate_event", usd(100), 7);
    assertThat(decision.amount()).isEqualTo(usd(0));
    assertThat(List.of(decision.reasonCode(), decision.trace().getFirst().reasonCode()))
        .containsOnly("duplicate_event");
  }

  private static Decision refund(long paid, long refunded, long earned, long reversed) {
    var facts = new ReversalEngine.Refunded(usd(paid), usd(refunded), usd(earned), usd(reversed));
    return ReversalEngine.refund(facts, 7);
  }

  private static Money usd(long minor) {
    return Money.of(minor, USD);
  }
}
