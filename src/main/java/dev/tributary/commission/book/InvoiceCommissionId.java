package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies an invoice commission; {@code ic_…} on the wire. */
public record InvoiceCommissionId(UUID value) {
  public static Optional<InvoiceCommissionId> parse(String text) {
    return TypeId.parse("ic", text).map(InvoiceCommissionId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("ic", value);
  }
}
