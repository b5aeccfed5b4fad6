package dev.tributary;

import dev.tributary.platform.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.regex.Pattern;

/**
 * The plan that PostgreSQL makes of a statement without looking at its parameters. A connection
 * that has prepared a statement ends up with it, and it stays while the tables grow.
 */
public final class Plans {
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

  private static final Pattern INDEX_SCAN = Pattern.compile("Index (?:Only )?Scan");

  private Plans() {}

  /** The plan, as EXPLAIN prints it. */
  public static String generic(App app, String sql) {
    try (var connection = app.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      for (var setting : Database.SESSION.entrySet()) {
        statement.execute("SET %s = '%s'".formatted(setting.getKey(), setting.getValue()));
      }
      statement.execute("PREPARE hot AS " + sql);
      var lines = new ArrayList<String>();
      try (var plan = statement.executeQuery("EXPLAIN EXECUTE hot" + nulls(sql))) {
        while (plan.next()) {
          lines.add(plan.getString(1));
        }
      }
      return String.join("\n", lines);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Whether it goes through a table, or through an index without a condition. */
  public static boolean readsAWhole(String plan) {
    return plan.contains("Seq Scan")
        || Arrays.stream(plan.split("(?m)(?=^.*->)"))
            .anyMatch(node -> INDEX_SCAN.matcher(node).find() && !node.contains("Index Cond"));
  }

  private static String nulls(String sql) {
    int parameters =
        PARAMETER
            .matcher(sql)
            .results()
            .mapToInt(found -> Integer.parseInt(found.group(1)))
            .max()
            .orElse(0);
    return parameters == 0
        ? ""
        : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
  }
}
