package dev.tributary.kernel;

import java.math.BigInteger;

/**
 * A commission rate in parts per million of a base amount: 100 000 is ten percent. This is the one
 * place of the service that rounds money.
 *
 * @param ppm parts per million, 0 to 1 000 000
 */
public record Rate(int ppm) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger HALF = BigInteger.valueOf(500_000);

  public Rate {
    if (ppm < 0 || ppm > 1_000_000) {
      throw new IllegalArgumentException("rate out of range: " + ppm);
    }
  }

  /** {@code round_half_up(base x ppm / 1 000 000)}; the base is not negative. */
  public Money of(Money base) {
    if (base.minor() < 0) {
      throw new ArithmeticException("a rate applies to a base of at least zero, not " + base);
    }
    var product = BigInteger.valueOf(base.minor()).multiply(BigInteger.valueOf(ppm));
    return Money.of(product.add(HALF).divide(MILLION).longValueExact(), base.currency());
  }

  @Override
  public String toString() {
    return ppm + " ppm";
  }
}
