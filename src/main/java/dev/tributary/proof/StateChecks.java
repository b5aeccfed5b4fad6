package dev.tributary.proof;

import static java.util.stream.Collectors.joining;

import dev.tributary.kernel.StateTable;
import dev.tributary.kernel.StateTable.Edge;
import java.util.List;
import java.util.stream.Stream;

/** The laws of the state machines, written out of the tables that the service runs on. */
final class StateChecks {
  private static final String ID =
      "type_id(CASE machine WHEN 'affiliate' THEN 'aff' WHEN 'referral' THEN 'ref'"
          + " WHEN 'order_commission' THEN 'oc' WHEN 'invoice_commission' THEN 'ic'"
          + " WHEN 'reward' THEN 'rwd' WHEN 'payout' THEN 'po' ELSE machine END, id)";

  private StateChecks() {}

  static List<Check> of(List<StateTable<?, ?>> machines) {
    return List.of(
        new Check(
            "states_are_the_last_transition",
            ID,
            "format('is %s, was led to %s', status, coalesce(to_status, 'nothing'))",
            last(machines)),
        new Check(
            "transitions_follow_the_table",
            ID,
            "format('%s from %s to %s, standing at %s',"
                + " action, coalesce(from_status, 'nothing'), to_status,"
                + " coalesce(stood, 'nothing'))",
            path(machines)));
  }

  /** A machine has the name of the SQL table that keeps its states. */
  private static String last(List<StateTable<?, ?>> machines) {
    var stands =
        machines.stream()
            .map(
                table ->
                    "SELECT '%1$s' AS machine, id, status FROM %1$s".formatted(table.machine()))
            .collect(joining(" UNION ALL "));
    return """
        SELECT s.machine, s.id, s.status, l.to_status,
               s.status IS DISTINCT FROM l.to_status AS broken
        FROM (%s) s
        LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id AS id, to_status
                   FROM transition ORDER BY subject_id, transition.id DESC) l USING (id)
        """
        .formatted(stands);
  }

  private static String path(List<StateTable<?, ?>> machines) {
    var names = machines.stream().map(table -> "'" + table.machine() + "'").collect(joining(", "));
    var edges = machines.stream().flatMap(StateChecks::edges).collect(joining(", "));
    return """
        SELECT s.machine, s.id, s.action, s.from_status, s.to_status, s.stood,
               s.stood IS DISTINCT FROM s.from_status OR e.machine IS NULL AS broken
        FROM (SELECT subject_type AS machine, subject_id AS id, action, from_status, to_status,
                     lag(to_status) OVER (PARTITION BY subject_id ORDER BY id) AS stood
              FROM transition WHERE subject_type IN (%s)) s
        LEFT JOIN (VALUES %s) AS e(machine, from_status, action, to_status)
          ON (e.machine, e.from_status, e.action, e.to_status)
           = (s.machine, coalesce(s.from_status, ''), s.action, s.to_status)
        """
        .formatted(names, edges);
  }

  private static Stream<String> edges(StateTable<?, ?> table) {
    var first = table.edges().getFirst().from().getDeclaringClass().getEnumConstants()[0];
    var made = row(table.machine(), "", "create", StateTable.word((Enum<?>) first));
    return Stream.concat(
        Stream.of(made), table.edges().stream().map(edge -> row(table.machine(), edge)));
  }

  private static String row(String machine, Edge<? extends Enum<?>, ? extends Enum<?>> edge) {
    return row(
        machine,
        StateTable.word(edge.from()),
        StateTable.word(edge.action()),
        StateTable.word(edge.to()));
  }

  private static String row(String machine, String from, String action, String to) {
    return "('%s', '%s', '%s', '%s')".formatted(machine, from, action, to);
  }
}
