package dev.tributary.link;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a link; {@code lnk_…} on the wire. */
public record LinkId(UUID value) {
  public static Optional<LinkId> parse(String text) {
    return TypeId.parse("lnk", text).map(LinkId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("lnk", value);
  }
}
