package dev.tributary.kernel;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * An amount of one currency in integer minor units (cents, yen, fils). It adds and negates within a
 * currency and refuses to mix currencies or to overflow; {@link #share} is the one place of the
 * service that rounds.
 *
 * @param minor minor units of the currency, may be negative
 * @param currency three upper-case letters, ISO 4217
 */
public record Money(long minor, Currency currency) {
  /** Amounts beyond this are refused, so that a product with a rate still fits 128 bits. */
  public static final long MAX_MINOR = 9_000_000_000_000_000L;

  public Money {
    requireNonNull(currency);
    if (minor < -MAX_MINOR || minor > MAX_MINOR) {
      throw new ArithmeticException("amount out of range: " + minor);
    }
  }

  public static Money of(long minor, Currency currency) {
    return new Money(minor, currency);
  }

  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(minor, sameCurrency(other)), currency);
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(minor, sameCurrency(other)), currency);
  }

  public Money negated() {
    return new Money(-minor, currency);
  }

  /**
   * The part of this amount that {@code part} is of {@code whole}, rounded half up to a minor unit.
   *
   * @param part from 0 to {@code whole}
   * @param whole above zero
   */
  public Money share(long part, long whole) {
    if (minor < 0 || part < 0 || part > whole || whole == 0) {
      throw new ArithmeticException(this + " has no share " + part + "/" + whole);
    }
    var divisor = BigInteger.valueOf(whole);
    var doubled = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(part)).shiftLeft(1);
    var rounded = doubled.add(divisor).divide(divisor.shiftLeft(1));
    return Money.of(rounded.longValueExact(), currency);
  }

  public boolean isZero() {
    return minor == 0;
  }

  public boolean isPositive() {
    return minor > 0;
  }

  private long sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new ArithmeticException(currency + " and " + other.currency + " do not mix");
    }
    return other.minor;
  }

  @Override
  public String toString() {
    return minor + " " + currency;
  }
}
