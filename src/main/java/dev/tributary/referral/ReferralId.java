package dev.tributary.referral;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies a referral; {@code ref_…} on the wire. */
public record ReferralId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("ref", value);
  }
}
