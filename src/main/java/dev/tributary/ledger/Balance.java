package dev.tributary.ledger;

import dev.tributary.kernel.Currency;

/**
 * What an affiliate has in one currency, in minor units; {@code available} may be below zero after
 * a reversal.
 */
public record Balance(
    Currency currency, long pendingMinor, long availableMinor, long reservedMinor, long paidMinor) {

  /** The balance after an entry of that many minor units in a bucket of the affiliate. */
  public Balance plus(Bucket bucket, long minor) {
    return switch (bucket) {
      case PENDING ->
          new Balance(currency, pendingMinor + minor, availableMinor, reservedMinor, paidMinor);
      case AVAILABLE ->
          new Balance(currency, pendingMinor, availableMinor + minor, reservedMinor, paidMinor);
      case RESERVED ->
          new Balance(currency, pendingMinor, availableMinor, reservedMinor + minor, paidMinor);
      case CLEARING ->
          new Balance(currency, pendingMinor, availableMinor, reservedMinor, paidMinor + minor);
      case EXPENSE -> throw new IllegalArgumentException("the platform's account");
    };
  }

  /** Everything ever earned and not reversed. */
  public long totalMinor() {
    return pendingMinor + availableMinor + reservedMinor + paidMinor;
  }
}
