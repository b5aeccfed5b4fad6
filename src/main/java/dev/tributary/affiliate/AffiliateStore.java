package dev.tributary.affiliate;

import dev.tributary.affiliate.Affiliate.Source;
import dev.tributary.affiliate.AffiliateStepService.Step;
import dev.tributary.affiliate.Policy.WalletKind;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The SQL of affiliates. */
final class AffiliateStore {
  private static final String COLUMNS =
      """
      a.id, a.user_id, a.status, a.source, a.rate_ppm_override, a.max_triggers_override,
      a.can_invite, a.wallet_kind, a.tags, a.reason, a.version, a.created_at, a.updated_at
      """;

  private static final String INSERT_PENDING =
      """
      INSERT INTO affiliate AS a (id, user_id, status, source) VALUES ($1, $2, 'pending', $3)
      ON CONFLICT (user_id) DO NOTHING RETURNING
      """
          + COLUMNS;

  private static final String AFFILIATE = "SELECT " + COLUMNS + "FROM affiliate a\n";

  private static final String FIND = AFFILIATE + "WHERE a.user_id = $1";

  private static final String FIND_BY_ID = AFFILIATE + "WHERE a.id = $1";

  // The key of an affiliate never changes, so whoever refers to it need not wait.
  private static final String LOCK = " FOR NO KEY UPDATE OF a";

  private static final String TAKE = FIND + LOCK;

  private static final String TAKE_BY_ID = AFFILIATE + "WHERE a.id = ANY($1) ORDER BY a.id" + LOCK;

  private static final String SET_STATUS =
      """
      UPDATE affiliate a
      SET status = s.to_status, reason = s.reason, version = a.version + 1, updated_at = now()
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
        AS s(id, from_status, to_status, reason)
      WHERE a.id = s.id AND a.status = s.from_status RETURNING
      """
          + COLUMNS;

  private static final String SET_POLICY =
      """
      UPDATE affiliate a
      SET rate_ppm_override = $3, max_triggers_override = $4, can_invite = $5, wallet_kind = $6,
          tags = $7, version = a.version + 1, updated_at = now()
      WHERE a.id = $1 AND a.version = $2 RETURNING
      """
          + COLUMNS;

  private AffiliateStore() {}

  /** The new affiliate, locked until the transaction ends; empty when the user is one already. */
  static Future<Optional<Affiliate>> insertPending(SqlClient tx, String userId, Source source) {
    return one(tx, INSERT_PENDING, Tuple.of(NewId.next(), userId, StateTable.word(source)));
  }

  static Future<Optional<Affiliate>> find(SqlClient client, String userId) {
    return one(client, FIND, Tuple.of(userId));
  }

  static Future<Optional<Affiliate>> find(SqlClient client, AffiliateId id) {
    return one(client, FIND_BY_ID, Tuple.of(id.value()));
  }

  static Future<Optional<Affiliate>> take(SqlClient tx, String userId) {
    return one(tx, TAKE, Tuple.of(userId));
  }

  /** Locks them in the order of their ids, so that two who take several do not deadlock. */
  static Future<List<Affiliate>> take(SqlClient tx, List<AffiliateId> ids) {
    var values = ids.stream().map(AffiliateId::value).toArray(UUID[]::new);
    return many(tx, TAKE_BY_ID, Tuple.tuple().addArrayOfUUID(values));
  }

  /**
   * The newest first.
   *
   * @param before ids smaller than this one
   */
  static Future<List<Affiliate>> list(
      SqlClient client, AffiliateFilter filter, UUID before, int limit) {
    var row = Tuple.of(before, limit);
    var sql = new StringBuilder(AFFILIATE).append("WHERE a.id < $1");
    // Only what is asked for: with every second condition void it would be planned without an
    // index.
    filter.status().ifPresent(status -> and(sql, row, "a.status =", StateTable.word(status)));
    filter.source().ifPresent(source -> and(sql, row, "a.source =", StateTable.word(source)));
    filter.userIdPrefix().ifPresent(prefix -> startsWith(sql, row, prefix));
    return many(client, sql.append(" ORDER BY a.id DESC LIMIT $2").toString(), row);
  }

  /** User ids are printable ASCII, so what begins with a prefix sorts before prefix and DEL. */
  private static void startsWith(StringBuilder sql, Tuple row, String prefix) {
    and(sql, row, "a.user_id COLLATE \"C\" >=", prefix);
    and(sql, row, "a.user_id COLLATE \"C\" <", prefix + '\u007f');
  }

  private static void and(StringBuilder sql, Tuple row, String comparison, String value) {
    row.addString(value);
    sql.append(" AND ").append(comparison).append(" $").append(row.size());
  }

  /** A step with the edge that it takes. */
  record Move(Step step, AffiliateState to) {}

  /** The caller holds the locks, so each affiliate still stands where the step begins. */
  static Future<List<Affiliate>> setStatus(SqlClient tx, List<Move> moves) {
    var row =
        Tuple.tuple()
            .addArrayOfUUID(
                moves.stream().map(m -> m.step().affiliate().id().value()).toArray(UUID[]::new))
            .addArrayOfString(texts(moves, m -> StateTable.word(m.step().affiliate().status())))
            .addArrayOfString(texts(moves, m -> StateTable.word(m.to())))
            .addArrayOfString(texts(moves, m -> m.step().reason().orElse(null)));
    return many(tx, SET_STATUS, row);
  }

  private static String[] texts(List<Move> moves, Function<Move, String> field) {
    return moves.stream().map(field).toArray(String[]::new);
  }

  /** Empty when the affiliate is not of this version any more. */
  static Future<Optional<Affiliate>> setPolicy(
      SqlClient tx, AffiliateId id, int version, Policy policy) {
    var row =
        Tuple.tuple()
            .addUUID(id.value())
            .addInteger(version)
            .addInteger(policy.rate().map(Rate::ppm).orElse(null))
            .addInteger(policy.maxTriggers().orElse(null))
            .addBoolean(policy.canInvite())
            .addString(StateTable.word(policy.walletKind()))
            .addArrayOfString(policy.tags().toArray(String[]::new));
    return one(tx, SET_POLICY, row);
  }

  private static Future<Optional<Affiliate>> one(SqlClient client, String sql, Tuple row) {
    return many(client, sql, row).map(found -> found.stream().findFirst());
  }

  private static Future<List<Affiliate>> many(SqlClient client, String sql, Tuple row) {
    return client
        .preparedQuery(sql)
        .execute(row)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(AffiliateStore::row).toList());
  }

  private static Affiliate row(Row row) {
    return new Affiliate(
        new AffiliateId(row.getUUID("id")),
        row.getString("user_id"),
        AffiliateState.valueOf(name(row, "status")),
        Source.valueOf(name(row, "source")),
        policy(row),
        Optional.ofNullable(row.getString("reason")),
        row.getInteger("version"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }

  private static Policy policy(Row row) {
    return new Policy(
        Optional.ofNullable(row.getInteger("rate_ppm_override")).map(Rate::new),
        Optional.ofNullable(row.getInteger("max_triggers_override")),
        row.getBoolean("can_invite"),
        WalletKind.valueOf(name(row, "wallet_kind")),
        List.of(row.getArrayOfStrings("tags")));
  }

  private static String name(Row row, String column) {
    return row.getString(column).toUpperCase(Locale.ROOT);
  }
}
