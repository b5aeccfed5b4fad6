package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  private static final Currency USD = new Currency("USD");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # base | ppm     | amount
                 0 | 100000  | 0
                 4 | 100000  | 0
                 5 | 100000  | 1
                15 | 100000  | 2
               333 | 100000  | 33
               335 | 100000  | 34
             10000 | 125000  | 1250
             10000 | 0       | 0
             10000 | 1000000 | 10000
            499999 | 1       | 0
            500000 | 1       | 1
          9000000000000000 | 1000000 | 9000000000000000
          9000000000000000 | 999999  | 8999991000000000
          """)
  void aCommissionIsRoundedHalfUp(long base, int ppm, long amount) {
    assertThat(new Rate(ppm).of(usd(base))).isEqualTo(usd(amount));
  }

  @Property
  void theAmountAgreesWithDecimalArithmetic(
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long base,
      @ForAll @IntRange(min = 0, max = 1_000_000) int ppm) {
    long expected =
        BigDecimal.valueOf(base)
            .multiply(BigDecimal.valueOf(ppm, 6))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
    assertThat(new Rate(ppm).of(usd(base)).minor()).isEqualTo(expected);
  }

  @Property
  void aLargerBaseNeverEarnsLess(
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long one,
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long other,
      @ForAll @IntRange(min = 0, max = 1_000_000) int ppm) {
    var rate = new Rate(ppm);
    long less = rate.of(usd(Math.min(one, other))).minor();
    long more = rate.of(usd(Math.max(one, other))).minor();
    assertThat(less).isLessThanOrEqualTo(more);
  }

  @Property
  void nobodyEarnsMoreThanTheBase(
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long base,
      @ForAll @IntRange(min = 0, max = 1_000_000) int ppm) {
    assertThat(new Rate(ppm).of(usd(base)).minor()).isBetween(0L, base);
  }

  @Test
  void aNegativeBaseIsRefused() {
    assertThatThrownBy(() -> new Rate(100_000).of(usd(-1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("-1 USD");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aRateOutsideZeroToAllIsRefused(int ppm) {
    assertThatThrownBy(() -> new Rate(ppm)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Money usd(long minor) {
    return Money.of(minor, USD);
  }
}
