package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies an invoice commission; {@code ic_…} on the wire. */
public record InvoiceCommissionId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("ic", value);
  }
}
