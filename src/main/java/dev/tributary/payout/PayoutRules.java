package dev.tributary.payout;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.StateTable;
import dev.tributary.settings.Settings.Payouts;
import java.util.Optional;

/**
 * Whether somebody may ask for this payout at all. A pure list of guards, the first that objects
 * answers. It knows no balance: only the debit itself can tell whether the money is there.
 */
final class PayoutRules {
  private PayoutRules() {}

  /** Empty when nothing speaks against it. Whom the program dropped still gets what they earned. */
  static Optional<Failure> check(Wish wish, AffiliateState status, Payouts rules) {
    if (!rules.methods().contains(wish.method())) {
      var expected = "expected one of " + String.join(", ", rules.methods());
      return Optional.of(Failure.Invalid.field("/method", expected));
    }
    if (status == AffiliateState.PENDING || status == AffiliateState.REJECTED) {
      var word = StateTable.word(status);
      return refused("affiliate_" + word, "The affiliate of this user is " + word + ".");
    }
    if (wish.amount().minor() < rules.minMinor()) {
      return refused(
          "payout_below_minimum",
          "The smallest payout is " + rules.minMinor() + " in minor units of its currency.");
    }
    return Optional.empty();
  }

  private static Optional<Failure> refused(String reason, String detail) {
    return Optional.of(new Failure.Refused(reason, detail));
  }
}
