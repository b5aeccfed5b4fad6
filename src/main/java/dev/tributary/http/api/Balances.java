package dev.tributary.http.api;

import dev.tributary.ledger.Balance;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Balances as the wire shows them, in one place because several operations do. */
public final class Balances {
  private Balances() {}

  public static JsonArray view(List<Balance> balances) {
    var array = new JsonArray();
    for (var balance : balances) {
      array.add(
          new JsonObject()
              .put("currency", balance.currency().wire())
              .put("total_revenue", balance.totalMinor())
              .put("pending", balance.pendingMinor())
              .put("available", balance.availableMinor())
              .put("reserved", balance.reservedMinor())
              .put("withdrawn_revenue", balance.paidMinor()));
    }
    return array;
  }
}
