package dev.tributary.http.payout;

import dev.tributary.kernel.StateTable;
import dev.tributary.payout.Payout;
import io.vertx.core.json.JsonObject;

/** A payout as the wire shows it, to its owner and to staff alike. */
final class PayoutView {
  private PayoutView() {}

  static JsonObject of(Payout payout) {
    return new JsonObject()
        .put("id", payout.id().toString())
        .put("affiliate_id", payout.affiliateId().toString())
        .put("user_id", payout.userId())
        .put("amount", payout.amount().minor())
        .put("currency", payout.amount().currency().wire())
        .put("method", payout.method())
        .put("status", StateTable.word(payout.status()))
        .put("batch_id", payout.batchId().map(Object::toString).orElse(null))
        .put("reference", payout.reference().orElse(null))
        .put("reason", payout.reason().orElse(null))
        .put("requested_at", payout.requestedAt().toString())
        .put("updated_at", payout.updatedAt().toString());
  }
}
