package dev.tributary.commission.book;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of one table by key, as they were loaded and as they stand now. What differs is to be
 * written.
 *
 * @param <V> an immutable row
 */
public final class Sheet<V> {
  private final Map<String, V> loaded = new HashMap<>();
  private final Map<String, V> rows = new LinkedHashMap<>();

  public void load(String key, V row) {
    loaded.put(key, row);
    rows.put(key, row);
  }

  public void put(String key, V row) {
    rows.put(key, row);
  }

  public Optional<V> find(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  public Collection<V> all() {
    return Collections.unmodifiableCollection(rows.values());
  }

  /** The rows that are new. */
  public List<V> added() {
    return rows.entrySet().stream()
        .filter(row -> !loaded.containsKey(row.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The rows that were there and are different now. */
  public List<V> changed() {
    return rows.entrySet().stream()
        .filter(row -> loaded.containsKey(row.getKey()))
        .filter(row -> !row.getValue().equals(loaded.get(row.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }
}
