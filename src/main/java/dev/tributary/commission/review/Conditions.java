package dev.tributary.commission.review;

import dev.tributary.kernel.StateTable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions of a filter as SQL with numbered parameters, only those that are asked for. States
 * are constants: as parameters they would not lead to the index of the few that wait.
 */
final class Conditions {
  private final StringBuilder sql = new StringBuilder("true");
  private final List<Object> values = new ArrayList<>();

  /**
   * The conditions on commissions that the statement calls {@code row}, of an order commission that
   * it calls {@code c} and an affiliate that it calls {@code a}.
   */
  static Conditions of(String row, ReviewFilter<?> filter) {
    var conditions = new Conditions();
    filter.status().ifPresent(status -> conditions.is(row + ".status", status));
    filter.affiliateStatus().ifPresent(status -> conditions.is("a.status", status));
    filter.affiliate().ifPresent(user -> conditions.and("a.user_id =", user));
    filter.orderId().ifPresent(order -> conditions.and("c.order_id =", order));
    filter.currency().ifPresent(c -> conditions.and(row + ".currency =", c.code()));
    filter
        .from()
        .ifPresent(at -> conditions.and(row + ".created_at >=", at.atOffset(ZoneOffset.UTC)));
    filter.to().ifPresent(at -> conditions.and(row + ".created_at <", at.atOffset(ZoneOffset.UTC)));
    return conditions;
  }

  private void is(String column, Enum<?> state) {
    sql.append(" AND %s = '%s'".formatted(column, StateTable.word(state)));
  }

  /** Adds one more, such as {@code c.id <}. */
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
