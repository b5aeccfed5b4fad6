package dev.tributary.kernel;

/**
 * A commission rate in parts per million of a base amount: 100 000 is ten percent.
 *
 * @param ppm parts per million, 0 to 1 000 000
 */
public record Rate(int ppm) {
  private static final int MILLION = 1_000_000;

  public Rate {
    if (ppm < 0 || ppm > MILLION) {
      throw new IllegalArgumentException("rate out of range: " + ppm);
    }
  }

  /** {@code round_half_up(base x ppm / 1 000 000)}; the base is not negative. */
  public Money of(Money base) {
    return base.share(ppm, MILLION);
  }

  @Override
  public String toString() {
    return ppm + " ppm";
  }
}
