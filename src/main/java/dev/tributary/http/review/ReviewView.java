package dev.tributary.http.review;

import dev.tributary.commission.review.BulkService;
import dev.tributary.commission.review.ReviewedInvoice;
import dev.tributary.commission.review.ReviewedOrder;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.StateTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Commissions as staff see them on the wire. */
final class ReviewView {
  private ReviewView() {}

  static JsonObject of(ReviewedOrder row) {
    var commission = row.commission();
    var entitlement = commission.entitlement();
    return new JsonObject()
        .put("id", commission.id().toString())
        .put("order_id", commission.orderId())
        .put("affiliate_id", commission.affiliate().toString())
        .put("affiliate_user_id", commission.affiliateUserId())
        .put("affiliate_status", StateTable.word(row.affiliateStatus()))
        .put("referral_id", commission.referral().toString())
        .put("decision_id", commission.decision().toString())
        .put("base", entitlement.base().minor())
        .put("rate_ppm", entitlement.rate().ppm())
        .put("amount", entitlement.amount().minor())
        .put("currency", entitlement.amount().currency().wire())
        .put("trigger_no", entitlement.triggerNo())
        .put("status", StateTable.word(commission.status()))
        .put("reason", row.reason().orElse(null))
        .put("created_at", row.createdAt().toString());
  }

  static JsonObject of(ReviewedInvoice row) {
    var part = row.part();
    var commission = row.commission();
    return new JsonObject()
        .put("id", part.id().toString())
        .put("order_commission_id", commission.id().toString())
        .put("order_commission_status", StateTable.word(commission.status()))
        .put("order_id", commission.orderId())
        .put("invoice_id", part.invoiceId())
        .put("affiliate_id", commission.affiliate().toString())
        .put("affiliate_user_id", commission.affiliateUserId())
        .put("affiliate_status", StateTable.word(row.affiliateStatus()))
        .put("amount", part.amount().minor())
        .put("reversed_amount", part.reversed().minor())
        .put("currency", part.amount().currency().wire())
        .put("status", StateTable.word(part.status()))
        .put("reason", row.reason().orElse(null))
        .put("hold_days", part.holdDays())
        .put("available_at", row.availableAt().map(Instant::toString).orElse(null))
        .put("released_at", row.releasedAt().map(Instant::toString).orElse(null))
        .put("created_at", row.createdAt().toString());
  }

  static JsonObject of(BulkService.Outcome outcome) {
    return new JsonObject()
        .put("id", outcome.id())
        .put("status", outcome.status().orElse(null))
        .put("code", outcome.refusal().map(Failure::code).orElse(null));
  }

  static JsonObject of(List<BulkService.Outcome> outcomes) {
    return new JsonObject()
        .put("data", new JsonArray(outcomes.stream().map(ReviewView::of).toList()));
  }
}
