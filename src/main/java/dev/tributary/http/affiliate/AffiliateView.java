package dev.tributary.http.affiliate;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateReviewService.Outcome;
import dev.tributary.http.Answer;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Affiliates as the wire shows them. */
final class AffiliateView {
  private AffiliateView() {}

  /** For the affiliate: without what staff note about people. */
  static JsonObject own(Affiliate affiliate) {
    var policy = affiliate.policy();
    return new JsonObject()
        .put("id", affiliate.id().toString())
        .put("user_id", affiliate.userId())
        .put("status", StateTable.word(affiliate.status()))
        .put("reason", affiliate.reason().orElse(null))
        .put("rate_ppm_override", policy.rate().map(Rate::ppm).orElse(null))
        .put("max_triggers_override", policy.maxTriggers().orElse(null))
        .put("can_invite", policy.canInvite())
        .put("wallet_kind", StateTable.word(policy.walletKind()))
        .put("created_at", affiliate.createdAt().toString())
        .put("updated_at", affiliate.updatedAt().toString());
  }

  /** For staff. */
  static JsonObject of(Affiliate affiliate) {
    return own(affiliate)
        .put("source", StateTable.word(affiliate.source()))
        .put("tags", new JsonArray(affiliate.policy().tags()))
        .put("version", affiliate.version());
  }

  static Answer answer(Affiliate affiliate) {
    return Answer.ok(of(affiliate));
  }

  /** With the version that a change has to name. */
  static Answer tagged(Affiliate affiliate) {
    return answer(affiliate).with("ETag", "\"" + affiliate.version() + '"');
  }

  static Answer outcomes(List<Outcome> outcomes) {
    var done = outcomes.stream().filter(outcome -> outcome.failure().isEmpty()).count();
    return Answer.ok(
        new JsonObject()
            .put("done", done)
            .put("refused", outcomes.size() - done)
            .put("data", new JsonArray(outcomes.stream().map(AffiliateView::outcome).toList())));
  }

  private static JsonObject outcome(Outcome outcome) {
    return new JsonObject()
        .put("id", outcome.id().toString())
        .put("done", outcome.failure().isEmpty())
        .put("status", outcome.affiliate().map(a -> StateTable.word(a.status())).orElse(null))
        .put("code", outcome.failure().map(Failure::code).orElse(null));
  }
}
