package dev.tributary.payout;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a payout; {@code po_…} on the wire. */
public record PayoutId(UUID value) {
  public static Optional<PayoutId> parse(String text) {
    return TypeId.parse("po", text).map(PayoutId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("po", value);
  }
}
