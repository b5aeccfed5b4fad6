package dev.tributary.reward;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a reward; {@code rwd_…} on the wire. */
public record RewardId(UUID value) {
  public static Optional<RewardId> parse(String text) {
    return TypeId.parse("rwd", text).map(RewardId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("rwd", value);
  }
}
