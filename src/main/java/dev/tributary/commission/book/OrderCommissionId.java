package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies an order commission; {@code oc_…} on the wire. */
public record OrderCommissionId(UUID value) {
  public static Optional<OrderCommissionId> parse(String text) {
    return TypeId.parse("oc", text).map(OrderCommissionId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("oc", value);
  }
}
