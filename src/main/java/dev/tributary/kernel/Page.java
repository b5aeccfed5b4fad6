package dev.tributary.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stretch of a list, and where to go on.
 *
 * @param next the opaque place after the last element, empty at the end of the list
 */
public record Page<T>(List<T> data, Optional<String> next) {
  public Page {
    data = List.copyOf(data);
  }

  /**
   * A page made of rows that were read with one more than it may have, which tells whether there is
   * more without counting.
   *
   * @param cursor the place just after a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    var data = rows.subList(0, limit);
    return new Page<>(data, Optional.of(cursor.apply(data.getLast())));
  }
}
