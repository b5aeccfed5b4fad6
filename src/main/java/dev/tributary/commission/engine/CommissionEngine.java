package dev.tributary.commission.engine;

import dev.tributary.commission.engine.Decision.Award;
import dev.tributary.commission.engine.Decision.Outcome;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralState;
import dev.tributary.settings.Settings;
import dev.tributary.settings.Settings.Cell;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a payment earns: a pure function of the facts and the settings in force when it was
 * made. Same input, same answer, for ever; it reads no clock and touches nothing.
 *
 * <p>The first payment of an order that earns fixes what the whole order earns, and uses a trigger.
 * Each payment then releases the part that has been paid so far, less what was released before, so
 * that the parts add up to the whole to the cent.
 */
public final class CommissionEngine {
  /** Changes whenever the same facts and settings may give another answer than before. */
  public static final String VERSION = "2";

  private final Facts facts;
  private final Settings settings;
  private final Trace trace = new Trace();

  private CommissionEngine(Facts facts, Settings settings) {
    this.facts = facts;
    this.settings = settings;
  }

  public static Decision decide(Facts facts, Settings settings) {
    return new CommissionEngine(facts, settings).decide();
  }

  private Decision decide() {
    if (facts.standing().closed().isPresent()) {
      var inputs = Map.<String, Object>of("order_id", facts.order().orderId());
      return none("order", facts.standing().closed().get(), inputs);
    }
    if (facts.bond().isEmpty()) {
      return none("referral", "user_not_referred", Map.of("user_id", facts.order().userId()));
    }
    var bond = facts.bond().get();
    return referral(bond)
        .or(() -> affiliate(bond))
        .or(this::matrix)
        .or(() -> facts.standing().entitlement().isPresent() ? Optional.empty() : opening(bond))
        .orElseGet(() -> award(bond));
  }

  /** The guards that only the first payment of an order has to pass. */
  private Optional<Decision> opening(Bond bond) {
    return base().or(() -> triggers(bond)).or(() -> months(bond)).or(() -> amount(bond));
  }

  private Optional<Decision> referral(Bond bond) {
    var inputs =
        Map.<String, Object>of(
            "referral_id", bond.referral().toString(),
            "bound_at", bond.boundAt().toString(),
            "paid_at", facts.invoice().paidAt().toString());
    if (bond.status() == ReferralState.REJECTED || bond.status() == ReferralState.EXPIRED) {
      return stop("referral", "referral_not_valid", inputs);
    }
    if (bond.registeredAt().filter(facts.invoice().paidAt()::isBefore).isPresent()) {
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
    var kind = facts.order().kind();
    var method = facts.invoice().paymentMethod();
    var inputs = Map.<String, Object>of("order_kind", kind, "payment_method", method);
    var cell = settings.cell(kind, method);
    if (cell.isEmpty() || cell.get().earns()) {
      return pass("matrix", "earns", inputs);
    }
    return stop(
        "matrix",
        cell.get().namesMethod() ? "payment_method_excluded" : "order_kind_excluded",
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
    return facts.invoice().paidAt().isBefore(end)
        ? pass("duration", "inside", inputs)
        : stop("duration", "duration_reached", inputs);
  }

  private static Instant earnsUntil(Bond bond, int months) {
    var start = bond.registeredAt().orElse(bond.boundAt());
    return start.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
  }

  private Optional<Decision> amount(Bond bond) {
    var rate = rate(bond);
    trace.set("rate", "rate", Map.of("source", rateSource(bond)), rate.ppm());
    var formula = "round_half_up(%d * %d / 1000000)".formatted(baseAmount().minor(), rate.ppm());
    var inputs = Map.<String, Object>of("formula", formula);
    var amount = rate.of(baseAmount());
    return amount.isPositive()
        ? set("amount", inputs, amount.minor())
        : stop("amount", "zero_amount", inputs);
  }

  private Rate rate(Bond bond) {
    var override = bond.rateOverride();
    return override.isPresent()
        ? new Rate(override.getAsInt())
        : cellRate().orElseGet(settings::defaultRate);
  }

  private String rateSource(Bond bond) {
    return bond.rateOverride().isPresent()
        ? "affiliate"
        : cellRate().map(rate -> "matrix").orElse("default");
  }

  private Optional<Rate> cellRate() {
    return settings.cell(facts.order().kind(), facts.invoice().paymentMethod()).flatMap(Cell::rate);
  }

  private Decision award(Bond bond) {
    var known = facts.standing().entitlement();
    var entitlement = known.orElseGet(() -> entitlement(bond));
    var share = share(entitlement);
    var award = new Award(entitlement, known.isEmpty(), share);
    boolean held = settings.holdsForReview(share);
    var inputs = Map.<String, Object>of("amount", share.minor());
    trace.pass("review", held ? "held_for_review" : "not_held", inputs);
    return new Decision(
        held ? Outcome.HELD : Outcome.COMMISSION,
        held ? "held_for_review" : "commission",
        settings.version(),
        share,
        Optional.of(award),
        trace.steps());
  }

  private Entitlement entitlement(Bond bond) {
    var rate = rate(bond);
    return new Entitlement(baseAmount(), rate, rate.of(baseAmount()), bond.triggersUsed() + 1);
  }

  /** What has been paid for the order counts up to its price; more than that earns nothing. */
  private Money share(Entitlement entitlement) {
    var standing = facts.standing();
    long price = facts.order().amount().minor();
    long paid = Math.min(price, standing.paid().plus(facts.invoice().amount()).minor());
    var due = entitlement.amount().share(paid, price);
    var formula =
        "round_half_up(%d * %d / %d) - %d"
            .formatted(entitlement.amount().minor(), paid, price, standing.earned().minor());
    long share = Math.max(0, due.minus(standing.earned()).minor());
    trace.set("share", "share", Map.of("formula", formula), share);
    return Money.of(share, due.currency());
  }

  private Optional<Decision> pass(String step, String reason, Map<String, Object> inputs) {
    trace.pass(step, reason, inputs);
    return Optional.empty();
  }

  private Optional<Decision> set(String step, Map<String, Object> inputs, long value) {
    trace.set(step, step, inputs, value);
    return Optional.empty();
  }

  private Optional<Decision> stop(String step, String reason, Map<String, Object> inputs) {
    return Optional.of(none(step, reason, inputs));
  }

  private Decision none(String step, String reason, Map<String, Object> inputs) {
    trace.stop(step, reason, inputs);
    var nothing = Money.zero(facts.invoice().amount().currency());
    return new Decision(
        Outcome.NONE, reason, settings.version(), nothing, Optional.empty(), trace.steps());
  }
}
