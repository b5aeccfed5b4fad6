package dev.tributary.reward;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.NewId;
import dev.tributary.settings.Settings.Milestone;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of rewards. */
final class RewardStore {
  private static final String COLUMNS = "id, kind, name, status, granted_at, claimed_at";

  private static final String INSERT_MISSING =
      """
      INSERT INTO reward (id, affiliate_id, kind, rule_key, name, status)
      SELECT id, $1, 'milestone', rule_key, name, 'granted'
      FROM unnest($2::uuid[], $3::text[], $4::text[]) AS m(id, rule_key, name)
      ON CONFLICT (affiliate_id, rule_key) DO NOTHING
      RETURNING
      """
          + COLUMNS;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + " FROM reward WHERE affiliate_id = $1 ORDER BY granted_at DESC, id DESC LIMIT 100";

  private static final String TAKE =
      "SELECT " + COLUMNS + " FROM reward WHERE affiliate_id = $1 AND id = $2 FOR UPDATE";

  private static final String SET_STATUS =
      """
      UPDATE reward SET status = $3, claimed_at = CASE WHEN $3 = 'claimed' THEN now() END
      WHERE id = $1 AND status = $2
      RETURNING
      """
          + COLUMNS;

  private RewardStore() {}

  static Future<List<Reward>> insertMissing(
      SqlClient tx, AffiliateId affiliate, List<Milestone> milestones) {
    var row =
        Tuple.of(
            affiliate.value(),
            milestones.stream().map(milestone -> NewId.next()).toArray(UUID[]::new),
            milestones.stream().map(Milestone::key).toArray(String[]::new),
            milestones.stream().map(Milestone::name).toArray(String[]::new));
    return many(tx, INSERT_MISSING, row);
  }

  static Future<List<Reward>> list(SqlClient client, AffiliateId affiliate) {
    return many(client, LIST, Tuple.of(affiliate.value()));
  }

  static Future<Optional<Reward>> take(SqlClient tx, AffiliateId affiliate, RewardId id) {
    return many(tx, TAKE, Tuple.of(affiliate.value(), id.value()))
        .map(rewards -> rewards.stream().findFirst());
  }

  /** The caller holds the row's lock, so the status is the one it read. */
  static Future<Reward> setStatus(SqlClient tx, RewardId id, RewardState from, RewardState to) {
    var row = Tuple.of(id.value(), StateTable.word(from), StateTable.word(to));
    return many(tx, SET_STATUS, row).map(List::getFirst);
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
        row.getString("kind"),
        row.getString("name"),
        RewardState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getOffsetDateTime("granted_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("claimed_at")).map(OffsetDateTime::toInstant));
  }
}
