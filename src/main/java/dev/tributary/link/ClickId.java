package dev.tributary.link;

import dev.tributary.kernel.TypeId;
import java.util.Optional;
import java.util.UUID;

/** Identifies a click; {@code clk_…} on the wire. */
public record ClickId(UUID value) {
  public static Optional<ClickId> parse(String text) {
    return TypeId.parse("clk", text).map(ClickId::new);
  }

  @Override
  public String toString() {
    return TypeId.format("clk", value);
  }
}
