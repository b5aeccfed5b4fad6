package dev.tributary.event.inspect;

import dev.tributary.kernel.StateTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The conditions of a filter as SQL with numbered parameters. Only those that are asked for are
 * there: one statement for all of them, with every second condition void, would be planned without
 * an index.
 */
final class Conditions {
  /** Ids are made by our clocks, times by the database's; more than this they do not differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final StringBuilder sql = new StringBuilder("true");
  private final List<Object> values = new ArrayList<>();

  static Conditions of(EventFilter filter) {
    var conditions = new Conditions();
    filter.status().ifPresent(status -> conditions.sql.append(" AND ").append(is(status)));
    filter.type().ifPresent(type -> conditions.and("type =", type));
    filter.source().ifPresent(source -> conditions.and("source =", source));
    filter.orderId().ifPresent(order -> conditions.and("order_id =", order));
    filter.userId().ifPresent(user -> conditions.and("user_id =", user));
    filter.from().ifPresent(conditions::from);
    filter.to().ifPresent(conditions::to);
    return conditions;
  }

  /**
   * A constant, because a parameter would not lead to the index of the few that are not done. The
   * many that are have none, and are told so that they are not taken for few.
   */
  private static String is(EventState status) {
    return status == EventState.DONE
        ? "status NOT IN ('received', 'waiting', 'dead', 'discarded')"
        : "status = '" + StateTable.word(status) + "'";
  }

  private void from(Instant from) {
    and("received_at >=", from.atOffset(ZoneOffset.UTC)).and("id >=", firstId(from, -1));
  }

  private void to(Instant to) {
    and("received_at <", to.atOffset(ZoneOffset.UTC)).and("id <", firstId(to, 1));
  }

  /** No event that passes the filter has a smaller id. */
  static UUID smallestId(EventFilter filter) {
    return filter.from().map(from -> firstId(from, -1)).orElse(new UUID(0, 0));
  }

  /** The smallest id of that millisecond (RFC 9562, UUIDv7), the skew earlier or later. */
  private static UUID firstId(Instant at, int direction) {
    long millis = at.plus(CLOCK_SKEW.multipliedBy(direction)).toEpochMilli();
    return new UUID(millis << 16, 0);
  }

  /** Adds one more, such as {@code id <}. */
  Conditions and(String comparison, Object value) {
    values.add(value);
    sql.append(" AND ").append(comparison).append(" $").append(values.size());
    return this;
  }

  String sql() {
    return sql.toString();
  }

  List<Object> values() {
    return List.copyOf(values);
  }
}
