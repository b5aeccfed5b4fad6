package dev.tributary.commission.engine;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.commission.engine.Facts.Standing;
import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.referral.Bond;
import dev.tributary.referral.ReferralId;
import dev.tributary.referral.ReferralState;
import dev.tributary.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * A paid order that earns ten percent of 100.00, but for the differences written down as {@code
 * name=value name=value}. A name that nobody reads is a mistake in the table, and refused.
 */
public final class OrderCase {
  private static final Set<String> NAMES =
      Set.of(
          """
          closed bond status registered bound paid affiliate kind method amount tax shipping \
          invoice currency entitled paid_before earned_before\
          """
              .split(" ", -1));
  private static final Set<String> RULES =
      Set.of(
          "base used limit own_limit months rate own_rate review hold orders invoices"
              .split(" ", -1));

  private final Map<String, String> given = new HashMap<>();

  public OrderCase(String differences) {
    for (var pair : differences.strip().split("\\s+", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2 && (NAMES.contains(parts[0]) || RULES.contains(parts[0]))) {
        given.put(parts[0], parts[1]);
      } else if (!pair.equals("-")) {
        throw new IllegalArgumentException("the table says " + pair);
      }
    }
  }

  public Decision decide() {
    return CommissionEngine.decide(facts(), settings());
  }

  public Facts facts() {
    var bond = text("bond", "yes").equals("yes") ? Optional.of(bond()) : Optional.<Bond>empty();
    return new Facts(order(), invoice(), bond, standing());
  }

  public Order order() {
    return new Order(
        "ORD-1",
        "u_42",
        text("kind", "product"),
        money("amount", "11000"),
        money("tax", "1000"),
        money("shipping", "0"),
        Money.zero(currency()));
  }

  private Invoice invoice() {
    return new Invoice(
        "INV-1",
        "ORD-1",
        text("method", "card"),
        money("invoice", text("amount", "11000")),
        Instant.parse(text("paid", "2026-05-01T10:00:00Z")));
  }

  /** Earlier payments of the order: what was paid and what it earned, of what in all. */
  private Standing standing() {
    var entitlement =
        given.containsKey("entitled")
            ? Optional.of(
                new Entitlement(
                    Money.of(10_000, currency()), new Rate(100_000), money("entitled", "0"), 1))
            : Optional.<Entitlement>empty();
    return new Standing(
        Optional.ofNullable(given.get("closed")),
        entitlement,
        money("paid_before", "0"),
        money("earned_before", "0"));
  }

  public Bond bond() {
    return new Bond(
        new ReferralId(new UUID(0, 1)),
        ReferralState.valueOf(text("status", "pending").toUpperCase(Locale.ROOT)),
        Integer.parseInt(text("used", "0")),
        Optional.ofNullable(given.get("registered")).map(Instant::parse),
        Instant.parse(text("bound", "2026-01-01T00:00:00Z")),
        new AffiliateId(new UUID(0, 2)),
        "u_7",
        text("affiliate", "active").equals("active"),
        optional("own_rate"),
        optional("own_limit"));
  }

  public Settings settings() {
    return new Settings(
        7,
        new Rate(Integer.parseInt(text("rate", "100000"))),
        Integer.parseInt(text("limit", "3")),
        optional("months"),
        Integer.parseInt(text("hold", "0")),
        10,
        new Settings.Attribution(Settings.Attribution.Model.LAST_CLICK, Duration.ofDays(30)),
        Settings.Base.valueOf(text("base", "net").toUpperCase(Locale.ROOT)),
        new Settings.Approval(true, auto("orders"), auto("invoices"), true),
        new Settings.Payouts(1, List.of("internal_balance"), List.of("internal_balance")),
        List.of(),
        List.of(),
        List.of(
            new Settings.Cell("*", "account_balance", false, Optional.empty()),
            new Settings.Cell("gift_card", "*", false, Optional.empty()),
            new Settings.Cell("course", "cash", false, Optional.empty()),
            new Settings.Cell("course", "*", true, Optional.of(new Rate(50_000))),
            new Settings.Cell("*", "wire", true, Optional.of(new Rate(0)))),
        given.containsKey("review")
            ? Map.of(currency().wire(), Long.parseLong(given.get("review")))
            : Map.of(),
        List.of("shop.example"),
        "https://shop.example/");
  }

  private String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  private Money money(String name, String otherwise) {
    return Money.of(Long.parseLong(text(name, otherwise)), currency());
  }

  private Currency currency() {
    return new Currency(text("currency", "USD"));
  }

  private boolean auto(String what) {
    return text(what, "auto").equals("auto");
  }

  private OptionalInt optional(String name) {
    return given.containsKey(name)
        ? OptionalInt.of(Integer.parseInt(text(name, "")))
        : OptionalInt.empty();
  }
}
