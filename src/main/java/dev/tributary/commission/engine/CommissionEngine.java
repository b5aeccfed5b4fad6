package dev.tributary.commission.engine;

import dev.tributary.commission.engine.Decision.Award;
import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralState;
import dev.tributary.settings.Settings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what an order earns: a pure function of the facts and the settings in force when it was
 * paid. Same input, same answer, for ever; it reads no clock and touches nothing.
 */
public final class CommissionEngine {
  /** Changes whenever the same facts and settings may give another answer than before. */
  public static final String VERSION = "1";

  private final Facts facts;
  private final Settings settings;
  private final List<Step> trace = new ArrayList<>();

  private CommissionEngine(Facts facts, Settings settings) {
    this.facts = facts;
    this.settings = settings;
  }

  public static Decision decide(Facts facts, Settings settings) {
    return new CommissionEngine(facts, settings).decide();
  }

  private Decision decide() {
    if (facts.duplicate()) {
      return none("order", "duplicate_event", Map.of("order_id", facts.order().orderId()));
    }
    if (facts.bond().isEmpty()) {
      return none("referral", "user_not_referred", Map.of("user_id", facts.order().userId()));
    }
    var bond = facts.bond().get();
    return referral(bond)
        .or(() -> affiliate(bond))
        .or(this::matrix)
        .or(this::base)
        .or(() -> triggers(bond))
        .or(() -> months(bond))
        .or(() -> amount(bond))
        .orElseGet(() -> award(bond));
  }

  private Optional<Decision> referral(Bond bond) {
    var inputs =
        Map.<String, Object>of(
            "referral_id", bond.referral().toString(),
            "bound_at", bond.boundAt().toString(),
            "paid_at", facts.order().paidAt().toString());
    if (bond.status() == ReferralState.REJECTED || bond.status() == ReferralState.EXPIRED) {
      return stop("referral", "referral_not_valid", inputs);
    }
    if (bond.registeredAt().filter(facts.order().paidAt()::isBefore).isPresent()) {
      return stop("referral", "paid_before_registration", inputs);
    }
    return pass("referral", "bound", inputs);
  }

  private Optional<Decision> affiliate(Bond bond) {
    var inputs = Map.<String, Object>of("affiliate_id", bond.affiliate().toString());
    return bond.affiliateActive()
        ? pass("affiliate", "affiliate_active", inputs)
        : stop("affiliate", "affiliate_inactive", inputs);
  }

  private Optional<Decision> matrix() {
    var kind = facts.order().orderKind();
    var method = facts.order().paymentMethod();
    var inputs = Map.<String, Object>of("order_kind", kind, "payment_method", method);
    var excluded = settings.exclusion(kind, method);
    if (excluded.isEmpty()) {
      return pass("matrix", "earns", inputs);
    }
    return stop(
        "matrix",
        excluded.get().namesMethod() ? "payment_method_excluded" : "order_kind_excluded",
        inputs);
  }

  private Optional<Decision> base() {
    var order = facts.order();
    var inputs =
        Map.<String, Object>of(
            "mode", settings.base() == Settings.Base.NET ? "net" : "gross",
            "amount", order.amount().minor(),
            "tax_amount", order.tax().minor(),
            "shipping_amount", order.shipping().minor());
    if (!baseAmount().isPositive()) {
      return stop("base", "zero_base", inputs);
    }
    return set("base", inputs, baseAmount().minor());
  }

  private Money baseAmount() {
    var order = facts.order();
    return settings.base() == Settings.Base.NET
        ? order.amount().minus(order.tax()).minus(order.shipping())
        : order.amount();
  }

  private Optional<Decision> triggers(Bond bond) {
    int limit = bond.triggersOverride().orElse(settings.maxTriggers());
    var inputs = Map.<String, Object>of("used", bond.triggersUsed(), "limit", limit);
    return bond.triggersUsed() < limit
        ? set("trigger", inputs, bond.triggersUsed() + 1)
        : stop("trigger", "trigger_limit_reached", inputs);
  }

  private Optional<Decision> months(Bond bond) {
    if (settings.maxMonths().isEmpty()) {
      return pass("duration", "no_limit", Map.of());
    }
    var end = earnsUntil(bond, settings.maxMonths().getAsInt());
    var inputs = Map.<String, Object>of("earns_until", end.toString());
    return facts.order().paidAt().isBefore(end)
        ? pass("duration", "inside", inputs)
        : stop("duration", "duration_reached", inputs);
  }

  private static Instant earnsUntil(Bond bond, int months) {
    var start = bond.registeredAt().orElse(bond.boundAt());
    return start.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
  }

  private Optional<Decision> amount(Bond bond) {
    var source = bond.rateOverride().isPresent() ? "affiliate" : "default";
    trace.add(new Step("rate", "set", "rate", Map.of("source", source), (long) rate(bond).ppm()));
    var formula =
        "round_half_up(%d * %d / 1000000)".formatted(baseAmount().minor(), rate(bond).ppm());
    var inputs = Map.<String, Object>of("formula", formula);
    var amount = rate(bond).of(baseAmount());
    return amount.isPositive()
        ? set("amount", inputs, amount.minor())
        : stop("amount", "zero_amount", inputs);
  }

  private Rate rate(Bond bond) {
    var override = bond.rateOverride();
    return override.isPresent() ? new Rate(override.getAsInt()) : settings.defaultRate();
  }

  private Decision award(Bond bond) {
    var amount = rate(bond).of(baseAmount());
    var award = new Award(baseAmount(), rate(bond), amount, bond.triggersUsed() + 1);
    return new Decision(
        Outcome.COMMISSION, "commission", settings.version(), Optional.of(award), trace);
  }

  private Optional<Decision> pass(String step, String reason, Map<String, Object> inputs) {
    trace.add(new Step(step, "pass", reason, inputs, null));
    return Optional.empty();
  }

  private Optional<Decision> set(String step, Map<String, Object> inputs, long value) {
    trace.add(new Step(step, "set", step, inputs, value));
    return Optional.empty();
  }

  private Optional<Decision> stop(String step, String reason, Map<String, Object> inputs) {
    return Optional.of(none(step, reason, inputs));
  }

  private Decision none(String step, String reason, Map<String, Object> inputs) {
    trace.add(new Step(step, "stop", reason, inputs, null));
    return new Decision(Outcome.NONE, reason, settings.version(), Optional.empty(), trace);
  }
}
