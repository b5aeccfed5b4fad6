package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a decision; {@code dec_…} on the wire. */
public record DecisionId(UUID value) {
  public static Optional<DecisionId> parse(String text) {
    return TypeId.parse("dec", text).map(DecisionId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("dec", value);
  }
}
