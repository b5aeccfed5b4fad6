package dev.tributary;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must come of an order, worked out anew: one payment after the other, in decimal arithmetic,
 * without a line of the service. Of an order in parts rounding may put a minor unit to either part,
 * so each order of its payments has an answer of its own.
 */
final class Oracle {
  private static final BigDecimal TEN_PERCENT = new BigDecimal("0.1");

  /**
   * What an order comes to, in minor units.
   *
   * @param earned all that its payments released
   * @param kept what the affiliate has of it in the end
   */
  record Outcome(long earned, long kept) {}

  private Oracle() {}

  /** Every outcome that is right, whatever the order in which the events arrive. */
  static Set<Outcome> outcomes(Tale tale) {
    if (tale.code().isEmpty()) {
      return Set.of(new Outcome(0, 0));
    }
    var outcomes = new HashSet<Outcome>();
    permute(tale, new ArrayList<>(), outcomes);
    return outcomes;
  }

  private static void permute(Tale tale, List<Integer> paid, Set<Outcome> outcomes) {
    if (tale.cancelled()) {
      // Wherever it was called off, nothing is left of what had been earned until then.
      outcomes.add(new Outcome(pay(tale, paid).earned(), 0));
    } else if (paid.size() == tale.payments().size()) {
      outcomes.add(pay(tale, paid));
    }
    for (int i = 0; i < tale.payments().size(); i++) {
      if (!paid.contains(i)) {
        paid.add(i);
        permute(tale, paid, outcomes);
        paid.removeLast();
      }
    }
  }

  private static Outcome pay(Tale tale, List<Integer> invoices) {
    long whole = round(BigDecimal.valueOf(tale.price() - tale.tax()).multiply(TEN_PERCENT));
    long paid = 0;
    long earned = 0;
    long kept = 0;
    for (int invoice : invoices) {
      paid += tale.payments().get(invoice);
      long part = portion(whole, paid, tale.price()) - earned;
      earned += part;
      long refunded = tale.refunds().get(invoice).stream().mapToLong(Long::longValue).sum();
      kept += part - portion(part, refunded, tale.payments().get(invoice));
    }
    return new Outcome(earned, kept);
  }

  private static long portion(long of, long part, long whole) {
    var product = BigDecimal.valueOf(of).multiply(BigDecimal.valueOf(part));
    return product.divide(BigDecimal.valueOf(whole), RoundingMode.HALF_UP).longValueExact();
  }

  private static long round(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
