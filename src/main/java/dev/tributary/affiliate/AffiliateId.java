package dev.tributary.affiliate;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies an affiliate; {@code aff_…} on the wire. */
public record AffiliateId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("aff", value);
  }
}
