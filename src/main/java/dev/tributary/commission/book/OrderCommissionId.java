package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies an order commission; {@code oc_…} on the wire. */
public record OrderCommissionId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("oc", value);
  }
}
