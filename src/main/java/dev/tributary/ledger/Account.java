package dev.tributary.ledger;

import java.util.UUID;

/**
 * The name of an account; with a currency it identifies one row.
 *
 * @param owner an affiliate's id, or {@link #PLATFORM}
 */
public record Account(UUID owner, Bucket bucket) {
  /** Owns the expense accounts. */
  public static final UUID PLATFORM = new UUID(0, 0);

  public static final Account EXPENSE = new Account(PLATFORM, Bucket.EXPENSE);
}
