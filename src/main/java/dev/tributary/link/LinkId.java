package dev.tributary.link;

import dev.tributary.kernel.TypeId;
import java.util.UUID;

/** Identifies a link; {@code lnk_…} on the wire. */
public record LinkId(UUID value) {
  @Override
  public String toString() {
    return TypeId.format("lnk", value);
  }
}
