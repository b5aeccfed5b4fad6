package dev.tributary.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list that may be long.
 *
 * @param next what to ask for to get the part after this one; empty on the last
 */
public record Page<T>(List<T> data, Optional<String> next) {
  public Page {
    data = List.copyOf(data);
  }

  /**
   * A page out of rows of which one more was read than it may hold, to know whether there are more.
   *
   * @param cursor names a row, so that the next page begins after it
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    var kept = rows.subList(0, limit);
    return new Page<>(kept, Optional.of(cursor.apply(kept.getLast())));
  }
}
