package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {
  @ParameterizedTest
  @ValueSource(strings = {"usd", "USD", "Usd"})
  void aCodeIsReadInAnyCaseAndWrittenInLower(String text) {
    assertThat(Currency.parse(text)).contains(new Currency("USD"));
    assertThat(new Currency("USD").wire()).isEqualTo("usd");
    assertThat(new Currency("USD")).hasToString("USD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "us", "usdt", "zzz", "u$d", " usd", "\u00dfd", "\u00fcsd"})
  void whatIsNoCurrencyIsEmpty(String text) {
    assertThat(Currency.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"usd", "ZZZ", ""})
  void anUnknownCodeIsRefused(String code) {
    assertThatThrownBy(() -> new Currency(code)).isInstanceOf(IllegalArgumentException.class);
  }

  /** In Turkish, lower-case i becomes a dotted capital, which no currency has. */
  @Test
  void theLocaleOfTheMachineDoesNotMatter() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr", "TR"));
      assertThat(Currency.parse("inr")).map(Currency::wire).contains("inr");
    } finally {
      Locale.setDefault(before);
    }
  }
}
