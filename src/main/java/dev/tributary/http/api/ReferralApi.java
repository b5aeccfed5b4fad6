package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.ClickId;
import dev.tributary.platform.JsonFields;
import dev.tributary.referral.Claim;
import dev.tributary.referral.Referral;
import dev.tributary.referral.ReferralService;
import dev.tributary.referral.ReferralStats;
import dev.tributary.referral.StatsService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Binding a new user, and how an affiliate's links do. */
public final class ReferralApi {
  private final ReferralService referrals;
  private final StatsService stats;

  public ReferralApi(ReferralService referrals, StatsService stats) {
    this.referrals = referrals;
    this.stats = stats;
  }

  public Future<Answer> verifyReferral(Call call) {
    var fields = new JsonFields("", call.body());
    var newUserId = Spellings.newUserId(fields);
    var code = Spellings.code(fields);
    var clickId = Spellings.clickId(fields).or(() -> visitor(call));
    if (code.isEmpty() && clickId.isEmpty()) {
      fields.mistake("referral_link", "required, or code, or click_id");
    }
    fields.finish();
    var claim = new Claim(newUserId, Optional.empty(), code, clickId, Optional.empty());
    return referrals.bind(call.actor(), claim).map(ReferralApi::view).map(Answer::ok);
  }

  /** A browser that followed a link of ours remembers the click by itself. */
  private static Optional<String> visitor(Call call) {
    return VisitReader.latestClick(call).map(ClickId::toString);
  }

  private static JsonObject view(Referral referral) {
    return new JsonObject()
        .put("success", true)
        .put(
            "referral",
            new JsonObject()
                .put("id", referral.id().toString())
                .put("affiliate_user_id", referral.affiliateUserId())
                .put("referred_user_id", referral.referredUserId())
                .put("status", StateTable.word(referral.status()))
                .put("reason_code", referral.reasonCode()));
  }

  public Future<Answer> getReferralStats(Call call) {
    return stats.get(call.actor(), call.path("userId")).map(ReferralApi::view).map(Answer::ok);
  }

  private static JsonObject view(ReferralStats stats) {
    return new JsonObject()
        .put("success", true)
        .put("clicks", stats.clicks())
        .put("unique_clicks", stats.uniqueClicks())
        .put("verified_referrals", stats.verifiedReferrals())
        .put("qualified_referrals", stats.qualifiedReferrals())
        .put("balances", Balances.view(stats.balances()));
  }
}
