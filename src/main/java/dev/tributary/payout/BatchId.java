package dev.tributary.payout;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a batch of payouts; {@code pob_…} on the wire. */
public record BatchId(UUID value) {
  public static Optional<BatchId> parse(String text) {
    return TypeId.parse("pob", text).map(BatchId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("pob", value);
  }
}
