package dev.tributary.referral;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.ClickId;
import dev.tributary.platform.NewId;
import dev.tributary.referral.BindingRules.Verdict.Binds;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The SQL of referrals. */
final class ReferralStore {
  private static final String FIND =
      """
      SELECT id, affiliate_user_id, referred_user_id, status, reason_code
      FROM referral WHERE referred_user_id = $1
      """;

  private static final String INSERT =
      """
      INSERT INTO referral (id, referred_user_id, affiliate_id, affiliate_user_id, code, click_id,
                            status, reason_code, registered_at)
      VALUES ($1, $2, $3, $4, $5, $6, 'pending', 'bound', $7)
      """;

  static final String TAKE_BONDS =
      """
      SELECT r.id, r.referred_user_id, r.status, r.triggers_used, r.registered_at, r.bound_at,
             r.affiliate_id, r.affiliate_user_id, a.status = 'active' AS affiliate_active,
             a.rate_ppm_override, a.max_triggers_override
      FROM referral r JOIN affiliate a ON a.id = r.affiliate_id
      WHERE r.referred_user_id = ANY($1)
      ORDER BY r.id
      FOR UPDATE OF r
      """;

  // The order in which affiliates are locked keeps two writers from deadlocking.
  static final String UPDATE =
      """
      WITH changed AS (
        UPDATE referral r SET triggers_used = n.triggers_used, status = n.status
        FROM unnest($1::uuid[], $2::int[], $3::text[]) AS n(id, triggers_used, status)
        WHERE r.id = n.id
      ), counted AS (
        SELECT a.id, n.qualified
        FROM affiliate a JOIN unnest($4::uuid[], $5::int[]) AS n(id, qualified) ON a.id = n.id
        ORDER BY a.id FOR NO KEY UPDATE OF a
      )
      UPDATE affiliate a SET qualified_referrals = a.qualified_referrals + c.qualified
      FROM counted c WHERE a.id = c.id
      RETURNING a.id, a.qualified_referrals
      """;

  private ReferralStore() {}

  static Future<Optional<Referral>> find(SqlClient tx, String userId) {
    return tx.preparedQuery(FIND)
        .mapping(ReferralStore::referral)
        .execute(Tuple.of(userId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  static Future<Referral> insert(SqlClient tx, Claim claim, Binds binds) {
    var id = new ReferralId(NewId.next());
    var owner = binds.owner();
    var row =
        Tuple.tuple()
            .addUUID(id.value())
            .addString(claim.newUserId())
            .addUUID(owner.affiliate().value())
            .addString(owner.affiliateUserId())
            .addString(owner.code())
            .addUUID(binds.candidate().click().map(ClickId::value).orElse(null))
            .addOffsetDateTime(
                claim.registeredAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
    var referral =
        new Referral(
            id, owner.affiliateUserId(), claim.newUserId(), ReferralState.PENDING, "bound");
    return tx.preparedQuery(INSERT).execute(row).map(referral);
  }

  static Future<Map<String, Bond>> takeBonds(SqlClient tx, Collection<String> userIds) {
    return tx.preparedQuery(TAKE_BONDS)
        .execute(Tuple.tuple().addArrayOfString(userIds.toArray(String[]::new)))
        .map(ReferralStore::bonds);
  }

  private static Map<String, Bond> bonds(RowSet<Row> rows) {
    var bonds = new HashMap<String, Bond>();
    rows.forEach(row -> bonds.put(row.getString("referred_user_id"), bond(row)));
    return bonds;
  }

  static Future<Map<AffiliateId, Integer>> update(
      SqlClient tx, Collection<Bond> bonds, Map<AffiliateId, Integer> qualified) {
    var row =
        Tuple.of(
            bonds.stream().map(bond -> bond.referral().value()).toArray(UUID[]::new),
            bonds.stream().map(Bond::triggersUsed).toArray(Integer[]::new),
            bonds.stream().map(bond -> StateTable.word(bond.status())).toArray(String[]::new),
            qualified.keySet().stream().map(AffiliateId::value).toArray(UUID[]::new),
            qualified.values().toArray(Integer[]::new));
    return tx.preparedQuery(UPDATE).execute(row).map(ReferralStore::counts);
  }

  private static Map<AffiliateId, Integer> counts(RowSet<Row> rows) {
    var counts = new HashMap<AffiliateId, Integer>();
    rows.forEach(
        row ->
            counts.put(new AffiliateId(row.getUUID("id")), row.getInteger("qualified_referrals")));
    return counts;
  }

  private static Referral referral(Row row) {
    return new Referral(
        new ReferralId(row.getUUID("id")),
        row.getString("affiliate_user_id"),
        row.getString("referred_user_id"),
        status(row),
        row.getString("reason_code"));
  }

  private static Bond bond(Row row) {
    return new Bond(
        new ReferralId(row.getUUID("id")),
        status(row),
        row.getInteger("triggers_used"),
        Optional.ofNullable(row.getOffsetDateTime("registered_at")).map(OffsetDateTime::toInstant),
        row.getOffsetDateTime("bound_at").toInstant(),
        new AffiliateId(row.getUUID("affiliate_id")),
        row.getString("affiliate_user_id"),
        row.getBoolean("affiliate_active"),
        optional(row.getInteger("rate_ppm_override")),
        optional(row.getInteger("max_triggers_override")));
  }

  private static ReferralState status(Row row) {
    return ReferralState.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
