package dev.tributary.kernel;

import java.util.Locale;
import java.util.Optional;

/**
 * An ISO 4217 currency code, upper case inside and in SQL, lower case on the wire. It refuses codes
 * that the JDK's currency table does not know.
 *
 * @param code three upper-case letters
 */
public record Currency(String code) {
  public Currency {
    java.util.Currency.getInstance(code);
  }

  /** The currency of a code in any case, or empty when there is none such. */
  public static Optional<Currency> parse(String text) {
    if (text.length() != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Currency(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The wire form: three lower-case letters. */
  public String wire() {
    return code.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return code;
  }
}
