package dev.tributary.reward;

import dev.tributary.kernel.Money;
import dev.tributary.platform.NewId;
import dev.tributary.settings.Prize.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.function.Supplier;

/** Grants as the rows that one statement inserts. */
final class GrantJson {
  private GrantJson() {}

  /**
   * One row for each grant.
   *
   * @param secret gives the part of a voucher's code that nobody can guess, new each time
   */
  static JsonArray write(Collection<Grant> grants, Supplier<String> secret) {
    var rows = new JsonArray();
    grants.forEach(grant -> rows.add(write(grant, secret)));
    return rows;
  }

  private static JsonObject write(Grant grant, Supplier<String> secret) {
    var row =
        new JsonObject()
            .put("id", NewId.next().toString())
            .put("referral_id", grant.cause().referral().value().toString())
            .put("kind", grant.kind())
            .put("rule_key", grant.key())
            .put("name", grant.name())
            .put("value_kind", grant.prize().value().kind());
    if (grant.isForReferee()) {
      row.put("referred_user_id", grant.cause().referredUserId());
    } else {
      row.put("affiliate_id", grant.cause().affiliate().value().toString());
    }
    grant.prize().expiresAfterDays().ifPresent(days -> row.put("expires_after_days", days));
    return switch (grant.prize().value()) {
      case Value.Badge() -> row;
      case Value.Cash(var amount) -> write(row, amount);
      case Value.HostCredit(var amount) -> write(row, amount);
      case Value.Points(var points) -> row.put("points", points);
      case Value.Voucher(var prefix) -> row.put("voucher_code", prefix + secret.get());
    };
  }

  private static JsonObject write(JsonObject row, Money amount) {
    return row.put("amount_minor", amount.minor()).put("currency", amount.currency().code());
  }
}
