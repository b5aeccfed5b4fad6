package dev.tributary.platform.sql;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into the column arrays that {@code unnest} takes, so that one statement writes them
 * all. The columns are added in the order of the statement's parameters.
 */
public final class Columns<T> {
  private final Collection<T> rows;
  private final Tuple tuple = Tuple.tuple();

  private Columns(Collection<T> rows) {
    this.rows = rows;
  }

  public static <T> Columns<T> of(Collection<T> rows) {
    return new Columns<>(rows);
  }

  /** The one array of a statement that looks for keys. */
  public static Tuple keys(Collection<String> keys) {
    return of(keys).text(key -> key).tuple();
  }

  public Columns<T> text(Function<T, @Nullable String> field) {
    tuple.addArrayOfString(rows.stream().map(field).toArray(String[]::new));
    return this;
  }

  public Columns<T> id(Function<T, @Nullable UUID> field) {
    tuple.addArrayOfUUID(rows.stream().map(field).toArray(UUID[]::new));
    return this;
  }

  public Columns<T> bigint(Function<T, @Nullable Long> field) {
    tuple.addArrayOfLong(rows.stream().map(field).toArray(Long[]::new));
    return this;
  }

  public Columns<T> integer(Function<T, @Nullable Integer> field) {
    tuple.addArrayOfInteger(rows.stream().map(field).toArray(Integer[]::new));
    return this;
  }

  public Columns<T> flag(Function<T, @Nullable Boolean> field) {
    tuple.addArrayOfBoolean(rows.stream().map(field).toArray(Boolean[]::new));
    return this;
  }

  public Columns<T> time(Function<T, @Nullable Instant> field) {
    tuple.addArrayOfOffsetDateTime(
        rows.stream().map(field).map(Columns::utc).toArray(OffsetDateTime[]::new));
    return this;
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }

  public Tuple tuple() {
    return tuple;
  }
}
