package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  private static final Currency USD = new Currency("USD");
  private static final Currency VND = new Currency("VND");
  private static final long HALF_MAX = Money.MAX_MINOR / 2;

  @Property
  void additionAgreesWithIntegers(
      @ForAll @LongRange(min = -HALF_MAX, max = HALF_MAX) long a,
      @ForAll @LongRange(min = -HALF_MAX, max = HALF_MAX) long b) {
    assertThat(usd(a).plus(usd(b))).isEqualTo(usd(a + b));
    assertThat(usd(a).minus(usd(b))).isEqualTo(usd(a - b));
  }

  @Property
  void whatIsAddedCanBeTakenBack(
      @ForAll @LongRange(min = -HALF_MAX, max = HALF_MAX) long a,
      @ForAll @LongRange(min = -HALF_MAX, max = HALF_MAX) long b) {
    assertThat(usd(a).plus(usd(b)).minus(usd(b))).isEqualTo(usd(a));
    assertThat(usd(a).plus(usd(a).negated())).isEqualTo(Money.zero(USD));
  }

  @ParameterizedTest
  @ValueSource(longs = {Money.MAX_MINOR + 1, -Money.MAX_MINOR - 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void anAmountBeyondTheBoundIsRefused(long minor) {
    assertThatThrownBy(() -> usd(minor)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theBoundItselfIsAnAmountAndSoIsItsNegative() {
    assertThat(usd(Money.MAX_MINOR).negated()).isEqualTo(usd(-Money.MAX_MINOR));
  }

  @Test
  void aSumBeyondTheBoundIsRefused() {
    assertThatThrownBy(() -> usd(Money.MAX_MINOR).plus(usd(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> usd(-Money.MAX_MINOR).minus(usd(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void currenciesDoNotMix() {
    assertThatThrownBy(() -> usd(1).plus(Money.of(1, VND)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("USD and VND do not mix");
    assertThatThrownBy(() -> usd(1).minus(Money.zero(VND))).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theSameNumberOfAnotherCurrencyIsAnotherAmount() {
    assertThat(usd(5)).isNotEqualTo(Money.of(5, VND));
  }

  @Test
  void zeroIsNotPositive() {
    assertThat(usd(1).isPositive()).isTrue();
    assertThat(Money.zero(USD).isPositive()).isFalse();
    assertThat(usd(-1).isPositive()).isFalse();
  }

  /** In all three kinds of currency, since an amount counts minor units whatever they are. */
  @Property
  void aShareIsRoundedHalfUpOnce(
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long minor,
      @ForAll @LongRange(min = 0, max = Money.MAX_MINOR) long part,
      @ForAll @LongRange(min = 1, max = Money.MAX_MINOR) long whole) {
    long of = Math.min(part, whole);
    var product = BigDecimal.valueOf(minor).multiply(BigDecimal.valueOf(of));
    long expected =
        product.divide(BigDecimal.valueOf(whole), RoundingMode.HALF_UP).longValueExact();
    for (var code : List.of("JPY", "USD", "KWD")) {
      var share = Money.of(minor, new Currency(code)).share(of, whole);
      assertThat(share).isEqualTo(Money.of(expected, new Currency(code)));
    }
  }

  @Property
  void halfAMinorUnitIsRoundedUp(@ForAll @LongRange(min = 0, max = HALF_MAX - 1) long half) {
    assertThat(usd(2 * half + 1).share(1, 2)).isEqualTo(usd(half + 1));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 2", "1, -1, 2", "1, 3, 2", "1, 0, 0", "1, 1, 0", "1, 0, -1"})
  void whatIsNoPartOfAWholeHasNoShare(long minor, long part, long whole) {
    assertThatThrownBy(() -> usd(minor).share(part, whole)).isInstanceOf(ArithmeticException.class);
  }

  private static Money usd(long minor) {
    return Money.of(minor, USD);
  }
}
