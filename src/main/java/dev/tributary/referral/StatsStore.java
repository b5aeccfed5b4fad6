package dev.tributary.referral;

import dev.tributary.kernel.Currency;
import dev.tributary.ledger.Balance;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The SQL of an affiliate's figures: all of them in one statement, so from one moment. */
final class StatsStore {
  static final String GET_STATS =
      """
      SELECT coalesce(visits.clicks, 0) AS clicks, coalesce(visits.counted, 0) AS counted,
             (SELECT count(*) FROM referral r
              WHERE r.affiliate_id = a.id AND r.status IN ('pending', 'qualified')) AS verified,
             a.qualified_referrals::bigint AS qualified,
             (SELECT jsonb_agg(to_jsonb(b) ORDER BY b.currency) FROM (
                SELECT currency,
                       sum(balance_minor) FILTER (WHERE bucket = 'pending') AS pending,
                       sum(balance_minor) FILTER (WHERE bucket = 'available') AS available,
                       sum(balance_minor) FILTER (WHERE bucket = 'reserved') AS reserved,
                       sum(balance_minor) FILTER (WHERE bucket = 'clearing') AS paid
                FROM account WHERE owner = a.id GROUP BY currency) b) AS balances
      FROM affiliate a
      LEFT JOIN LATERAL (
        SELECT sum(s.clicks)::bigint AS clicks, sum(s.counted)::bigint AS counted
        FROM code c JOIN link_stats s ON s.code = c.code WHERE c.affiliate_id = a.id
      ) visits ON true
      WHERE a.user_id = $1
      """;

  private StatsStore() {}

  static Future<Optional<ReferralStats>> getStats(SqlClient client, String userId) {
    return client
        .preparedQuery(GET_STATS)
        .mapping(StatsStore::stats)
        .execute(Tuple.of(userId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static ReferralStats stats(Row row) {
    var balances = row.getJsonArray("balances");
    return new ReferralStats(
        row.getLong("clicks"),
        row.getLong("counted"),
        row.getLong("verified"),
        row.getLong("qualified"),
        balances == null ? List.of() : balances(balances));
  }

  private static List<Balance> balances(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).map(StatsStore::balance).toList();
  }

  private static Balance balance(JsonObject json) {
    return new Balance(
        new Currency(json.getString("currency")),
        minor(json, "pending"),
        minor(json, "available"),
        minor(json, "reserved"),
        minor(json, "paid"));
  }

  /** A bucket that was never used has no sum. */
  private static long minor(JsonObject json, String bucket) {
    var sum = json.getLong(bucket);
    return sum == null ? 0 : sum;
  }
}
