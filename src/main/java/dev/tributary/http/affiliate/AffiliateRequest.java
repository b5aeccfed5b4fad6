package dev.tributary.http.affiliate;

import dev.tributary.affiliate.Affiliate.Source;
import dev.tributary.affiliate.AffiliateFilter;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateReviewService.Verdict;
import dev.tributary.affiliate.AffiliateState;
import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.affiliate.Policy;
import dev.tributary.affiliate.Policy.WalletKind;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What requests about affiliates say, in the words of the services. */
final class AffiliateRequest {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_REASON = 500;

  private AffiliateRequest() {}

  /** Whom to register: the caller, unless another is named; a service always names somebody. */
  static String userId(Call call) {
    var actor = call.actor();
    var fields = new JsonFields("", call.body());
    boolean named = call.body().getValue("user_id") != null || actor.has(Role.SERVICE);
    var userId = named ? fields.userId("user_id") : actor.id();
    fields.ignore("user_id");
    fields.finish();
    return userId;
  }

  static Optional<String> reason(Call call) {
    var fields = new JsonFields("", call.body());
    var reason = fields.optionalText("reason", MAX_REASON);
    fields.finish();
    return reason;
  }

  /** The verdict on many, which names its action in the body. */
  static Verdict verdict(Call call) {
    var fields = new JsonFields("", call.body());
    var reason = fields.optionalText("reason", MAX_REASON);
    fields.ignore("action", "ids");
    fields.finish();
    return new Verdict(Action.valueOf(upper(call.body().getString("action"))), reason);
  }

  static List<AffiliateId> ids(Call call) {
    return call.body().getJsonArray("ids").stream().map(id -> id("/ids", (String) id)).toList();
  }

  static AffiliateId id(Call call) {
    return id("id", call.path("id"));
  }

  private static AffiliateId id(String pointer, String text) {
    return AffiliateId.parse(text)
        .orElseThrow(() -> new Refusal(Invalid.field(pointer, "expected the id of an affiliate")));
  }

  static AffiliateFilter filter(Call call) {
    return new AffiliateFilter(
        call.query("status").map(word -> AffiliateState.valueOf(upper(word))),
        call.query("source").map(word -> Source.valueOf(upper(word))),
        call.query("q"));
  }

  static int limit(Call call) {
    return call.query("limit").map(Integer::valueOf).orElse(DEFAULT_LIMIT);
  }

  /** The contract has seen to its form: a number in quotes. */
  static Optional<Integer> version(Call call) {
    return call.header("If-Match").map(tag -> Integer.valueOf(tag.substring(1, tag.length() - 1)));
  }

  /** What the body names is set, what it does not name stays, and null takes an override away. */
  static UnaryOperator<Policy> edit(Call call) {
    var body = call.body();
    return policy ->
        new Policy(
            override(body, "rate_ppm_override", policy.rate().map(Rate::ppm)).map(Rate::new),
            override(body, "max_triggers_override", policy.maxTriggers()),
            body.getBoolean("can_invite", policy.canInvite()),
            wallet(body).orElse(policy.walletKind()),
            tags(body).orElse(policy.tags()));
  }

  private static Optional<Integer> override(
      JsonObject body, String name, Optional<Integer> standing) {
    return body.containsKey(name) ? Optional.ofNullable(body.getInteger(name)) : standing;
  }

  private static Optional<WalletKind> wallet(JsonObject body) {
    return Optional.ofNullable(body.getString("wallet_kind"))
        .map(word -> WalletKind.valueOf(upper(word)));
  }

  private static Optional<List<String>> tags(JsonObject body) {
    return Optional.ofNullable(body.getJsonArray("tags"))
        .map(tags -> tags.stream().map(String.class::cast).toList());
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
