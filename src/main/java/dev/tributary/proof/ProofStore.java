package dev.tributary.proof;

import dev.tributary.proof.Proof.Result;
import dev.tributary.proof.Proof.Violation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Runs checks: all of them are one statement, so they see one moment and share one time limit. */
final class ProofStore {
  private static final String TAKE_TURN =
      "SELECT pg_try_advisory_xact_lock(hashtext('proof')) AS mine";

  private ProofStore() {}

  /** False while another run is under way, on whatever instance. */
  static Future<Boolean> takeTurn(SqlClient tx) {
    return tx.query(TAKE_TURN).execute().map(rows -> rows.iterator().next().getBoolean("mine"));
  }

  static Future<Proof> run(SqlClient tx, List<Check> checks) {
    var all = checks.stream().map(ProofStore::sql).collect(Collectors.joining(" UNION ALL "));
    return tx.query(all)
        .execute()
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(ProofStore::row).toList())
        .map(Proof::new);
  }

  /** An aggregate's arguments are not worked out for rows that its filter leaves out. */
  static String sql(Check check) {
    return """
        SELECT '%1$s' AS name, count(*) AS rows, count(*) FILTER (WHERE broken) AS broken,
               (array_agg(%2$s) FILTER (WHERE broken))[1:20] AS ids,
               (array_agg(%3$s) FILTER (WHERE broken))[1:20] AS details
        FROM (%4$s) AS looked_at
        """
        .formatted(check.name(), check.id(), check.detail(), check.sql());
  }

  private static Result row(Row row) {
    var violations = new ArrayList<Violation>();
    var ids = row.getArrayOfStrings("ids");
    var details = row.getArrayOfStrings("details");
    for (int i = 0; ids != null && i < ids.length; i++) {
      violations.add(new Violation(ids[i], details[i]));
    }
    return new Result(
        row.getString("name"), row.getLong("rows"), row.getLong("broken"), violations);
  }
}
