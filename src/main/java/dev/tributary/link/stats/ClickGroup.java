package dev.tributary.link.stats;

import dev.tributary.kernel.StateTable;
import java.util.Optional;
import java.util.stream.Stream;

/** What clicks can be counted by. */
public enum ClickGroup {
  DAY("link"),
  LINK("link"),
  COUNTRY("country"),
  DEVICE("device"),
  REFERRER("referrer"),
  UTM_SOURCE("utm_source");

  /** The dimension of the daily counts that answers it. */
  final String dimension;

  ClickGroup(String dimension) {
    this.dimension = dimension;
  }

  public static Optional<ClickGroup> parse(String word) {
    return Stream.of(values()).filter(group -> StateTable.word(group).equals(word)).findFirst();
  }
}
