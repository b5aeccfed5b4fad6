package dev.tributary.reward;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.StateTable;
import dev.tributary.settings.Prize.Value;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The SQL of rewards. */
final class RewardStore {
  // Whose time is over is expired at once; the sweep that writes it down comes a little later.
  private static final String COLUMNS =
      """
      id, owner_user_id, affiliate_id, kind, name,
      CASE WHEN status = 'granted' AND expires_at <= now() THEN 'expired' ELSE status END
        AS status,
      value_kind, amount_minor, currency, points, voucher_code, granted_at, claimed_at,
      expires_at
      """;

  // One order for all writers: two batches that share owners wait for each other only in one way.
  private static final String INSERT_MISSING =
      """
      INSERT INTO reward (id, owner_user_id, affiliate_id, referral_id, kind, rule_key, name,
                          status, value_kind, amount_minor, currency, points, voucher_code,
                          expires_at)
      SELECT g.id, coalesce(g.referred_user_id, a.user_id), a.id, g.referral_id, g.kind,
             g.rule_key, g.name, 'granted', g.value_kind, g.amount_minor, g.currency, g.points,
             g.voucher_code, now() + make_interval(days => g.expires_after_days)
      FROM jsonb_to_recordset($1) AS g(
             id uuid, affiliate_id uuid, referred_user_id text, referral_id uuid, kind text,
             rule_key text, name text, value_kind text, amount_minor bigint, currency text,
             points int, voucher_code text, expires_after_days int)
      LEFT JOIN affiliate a ON a.id = g.affiliate_id
      ORDER BY 2, g.rule_key
      ON CONFLICT (owner_user_id, rule_key) DO NOTHING
      RETURNING
      """
          + COLUMNS;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + " FROM reward WHERE owner_user_id = $1 ORDER BY granted_at DESC, id DESC LIMIT 100";

  private static final String SUM_POINTS =
      """
      SELECT coalesce(sum(points), 0)::bigint AS points FROM reward
      WHERE owner_user_id = $1 AND status = 'claimed'
      """;

  private static final String TAKE = "SELECT " + COLUMNS + " FROM reward WHERE id = $1 FOR UPDATE";

  private static final String SET_STATUS =
      """
      UPDATE reward SET status = $3, claimed_at = CASE WHEN $3 = 'claimed' THEN now() END
      WHERE id = $1 AND status = $2
      RETURNING
      """
          + COLUMNS;

  private static final String EXPIRE_DUE =
      """
      WITH due AS MATERIALIZED (
        SELECT id AS due_id FROM reward WHERE status = 'granted' AND expires_at <= now()
        ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE reward SET status = $2 FROM due WHERE id = due_id
      RETURNING
      """
          + COLUMNS;

  private RewardStore() {}

  /** The rewards that were not there before; {@code grants} as {@link GrantJson} writes them. */
  static Future<List<Reward>> insertMissing(SqlClient tx, JsonArray grants) {
    return many(tx, INSERT_MISSING, Tuple.of(grants));
  }

  static Future<List<Reward>> list(SqlClient client, String userId) {
    return many(client, LIST, Tuple.of(userId));
  }

  static Future<Long> sumPoints(SqlClient client, String userId) {
    return client
        .preparedQuery(SUM_POINTS)
        .execute(Tuple.of(userId))
        .map(rows -> rows.iterator().next().getLong("points"));
  }

  static Future<Optional<Reward>> take(SqlClient tx, RewardId id) {
    return many(tx, TAKE, Tuple.of(id.value())).map(rewards -> rewards.stream().findFirst());
  }

  /** The caller holds the row's lock, so the status is the one it read. */
  static Future<Reward> setStatus(SqlClient tx, RewardId id, RewardState from, RewardState to) {
    var row = Tuple.of(id.value(), StateTable.word(from), StateTable.word(to));
    return many(tx, SET_STATUS, row).map(List::getFirst);
  }

  /** Moves rewards whose time is over; those that somebody is just claiming come next time. */
  static Future<List<Reward>> expireDue(SqlClient tx, RewardState to, int limit) {
    return many(tx, EXPIRE_DUE, Tuple.of(limit, StateTable.word(to)));
  }

  private static Future<List<Reward>> many(SqlClient client, String sql, Tuple row) {
    return client
        .preparedQuery(sql)
        .execute(row)
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(RewardStore::row).toList());
  }

  private static Reward row(Row row) {
    return new Reward(
        new RewardId(row.getUUID("id")),
        row.getString("owner_user_id"),
        Optional.ofNullable(row.getUUID("affiliate_id")).map(AffiliateId::new),
        row.getString("kind"),
        row.getString("name"),
        RewardState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        value(row),
        row.getOffsetDateTime("granted_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("claimed_at")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getOffsetDateTime("expires_at")).map(OffsetDateTime::toInstant));
  }

  private static Value value(Row row) {
    return switch (row.getString("value_kind")) {
      case "cash" -> new Value.Cash(amount(row));
      case "host_credit" -> new Value.HostCredit(amount(row));
      case "points" -> new Value.Points(row.getInteger("points"));
      case "voucher" -> new Value.Voucher(row.getString("voucher_code"));
      default -> new Value.Badge();
    };
  }

  private static Money amount(Row row) {
    return Money.of(row.getLong("amount_minor"), new Currency(row.getString("currency")));
  }
}
