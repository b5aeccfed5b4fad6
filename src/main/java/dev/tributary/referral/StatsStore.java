package dev.tributary.referral;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.ledger.Balance;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The SQL of an affiliate's counters. */
final class StatsStore {
  static final String GET_COUNTS =
      """
      SELECT coalesce(sum(s.clicks), 0)::bigint AS clicks,
             coalesce(sum(s.counted), 0)::bigint AS counted,
             (SELECT count(*) FROM referral r
              WHERE r.affiliate_id = $1 AND r.status IN ('pending', 'qualified')) AS verified,
             (SELECT a.qualified_referrals FROM affiliate a WHERE a.id = $1)::bigint AS qualified
      FROM code c JOIN link_stats s ON s.code = c.code
      WHERE c.affiliate_id = $1
      """;

  record Counts(long clicks, long counted, long verified, long qualified) {
    ReferralStats with(List<Balance> balances) {
      return new ReferralStats(clicks, counted, verified, qualified, balances);
    }
  }

  private StatsStore() {}

  static Future<Counts> getCounts(SqlClient client, AffiliateId affiliate) {
    return client
        .preparedQuery(GET_COUNTS)
        .mapping(StatsStore::counts)
        .execute(Tuple.of(affiliate.value()))
        .map(rows -> rows.iterator().next());
  }

  private static Counts counts(Row row) {
    return new Counts(
        row.getLong("clicks"),
        row.getLong("counted"),
        row.getLong("verified"),
        row.getLong("qualified"));
  }
}
