package dev.tributary.commission;

import dev.tributary.commission.book.DecisionId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** The SQL of stored decisions. */
final class ExplanationStore {
  private static final String LIST_DECISIONS =
      """
      SELECT id, outcome, reason_code, amount_minor, currency, settings_version, engine_version,
             trace, decided_at
      FROM decision WHERE order_id = $1 ORDER BY id LIMIT 100
      """;

  private ExplanationStore() {}

  static Future<List<Explanation.Entry>> listDecisions(SqlClient client, String orderId) {
    return client
        .preparedQuery(LIST_DECISIONS)
        .execute(Tuple.of(orderId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ExplanationStore::entry)
                    .toList());
  }

  private static Explanation.Entry entry(Row row) {
    return new Explanation.Entry(
        new DecisionId(row.getUUID("id")),
        row.getString("outcome"),
        row.getString("reason_code"),
        Money.of(row.getLong("amount_minor"), new Currency(row.getString("currency"))),
        row.getInteger("settings_version"),
        row.getString("engine_version"),
        TraceJson.read(row.getJsonArray("trace")),
        row.getOffsetDateTime("decided_at").toInstant());
  }
}
