package dev.tributary.affiliate;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies an affiliate; {@code aff_…} on the wire. */
public record AffiliateId(UUID value) {
  public static Optional<AffiliateId> parse(String text) {
    return TypeId.parse("aff", text).map(AffiliateId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("aff", value);
  }
}
