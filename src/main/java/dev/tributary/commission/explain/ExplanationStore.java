package dev.tributary.commission.explain;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.book.DecisionId;
import dev.tributary.commission.engine.Step;
import dev.tributary.event.EventId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL of stored decisions. */
final class ExplanationStore {
  private static final String COLUMNS =
      """
      SELECT id, event, order_id, outcome, reason_code, amount_minor, currency, settings_version,
             engine_version, trace, decided_at
      FROM decision
      """;

  // An affiliate sees those that concern them alone, whatever else was decided about the order.
  private static final String LIST_DECISIONS =
      COLUMNS
          + """
          WHERE order_id = $1 AND ($2::uuid IS NULL OR affiliate_id = $2)
          ORDER BY id LIMIT 100
          """;

  private static final String FIND_DECISION =
      COLUMNS + "WHERE id = $1 AND ($2::uuid IS NULL OR affiliate_id = $2)";

  private ExplanationStore() {}

  static Future<List<Explanation>> listDecisions(
      SqlClient client, String orderId, Optional<AffiliateId> concerned) {
    return client
        .preparedQuery(LIST_DECISIONS)
        .execute(Tuple.of(orderId, uuid(concerned)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ExplanationStore::explanation)
                    .toList());
  }

  private static @Nullable UUID uuid(Optional<AffiliateId> affiliate) {
    return affiliate.map(AffiliateId::value).orElse(null);
  }

  static Future<Optional<Explanation>> findDecision(
      SqlClient client, DecisionId id, Optional<AffiliateId> concerned) {
    return client
        .preparedQuery(FIND_DECISION)
        .mapping(ExplanationStore::explanation)
        .execute(Tuple.of(id.value(), uuid(concerned)))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Explanation explanation(Row row) {
    return new Explanation(
        new DecisionId(row.getUUID("id")),
        Optional.of(new EventId(row.getUUID("event"))),
        row.getString("order_id"),
        row.getString("outcome"),
        row.getString("reason_code"),
        Money.of(row.getLong("amount_minor"), new Currency(row.getString("currency"))),
        row.getInteger("settings_version"),
        row.getString("engine_version"),
        trace(row.getJsonArray("trace")),
        row.getOffsetDateTime("decided_at").toInstant());
  }

  private static List<Step> trace(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).map(ExplanationStore::step).toList();
  }

  private static Step step(JsonObject json) {
    return new Step(
        json.getString("step"),
        json.getString("outcome"),
        json.getString("reason_code"),
        json.getJsonObject("inputs").getMap(),
        json.getLong("value"));
  }
}
