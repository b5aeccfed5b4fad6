package dev.tributary.referral;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.link.ClickId;
import dev.tributary.platform.NewId;
import dev.tributary.referral.BindingRules.Verdict.Binds;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The SQL of referrals. */
final class ReferralStore {
  private static final String LOCK_USER =
      "SELECT pg_advisory_xact_lock(hashtextextended('referral:' || $1, 0))";

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

  private static final String TAKE_BOND =
      """
      SELECT r.id, r.status, r.triggers_used, r.registered_at, r.bound_at, r.affiliate_id,
             r.affiliate_user_id, a.status = 'active' AS affiliate_active, a.rate_ppm_override,
             a.max_triggers_override
      FROM referral r JOIN affiliate a ON a.id = r.affiliate_id
      WHERE r.referred_user_id = $1
      FOR UPDATE OF r
      """;

  private ReferralStore() {}

  static Future<Void> lockUser(SqlClient tx, String userId) {
    return tx.preparedQuery(LOCK_USER).execute(Tuple.of(userId)).mapEmpty();
  }

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

  static Future<Optional<Bond>> takeBond(SqlClient tx, String userId) {
    return tx.preparedQuery(TAKE_BOND)
        .mapping(ReferralStore::bond)
        .execute(Tuple.of(userId))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
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
