package dev.tributary.ledger;

import dev.tributary.kernel.Currency;

/**
 * What an affiliate has in one currency, in minor units; {@code available} may be below zero after
 * a reversal.
 */
public record Balance(
    Currency currency, long pendingMinor, long availableMinor, long reservedMinor, long paidMinor) {

  /** Everything ever earned and not reversed. */
  public long totalMinor() {
    return pendingMinor + availableMinor + reservedMinor + paidMinor;
  }
}
