package dev.tributary.commission.book;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies a decision; {@code dec_…} on the wire. */
public record DecisionId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("dec", value);
  }
}
