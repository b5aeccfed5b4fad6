package dev.tributary.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Money;
import dev.tributary.settings.Settings.Payouts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayoutRulesTest {
  private static final Payouts RULES =
      new Payouts(1000, List.of("internal_balance", "paypal"), List.of("internal_balance"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # method         | affiliate | amount | what speaks against it
          internal_balance | ACTIVE    | 1000   | -
          paypal           | ACTIVE    | 1001   | -
          paypal           | REVOKED   | 1000   | -
          paypal           | PENDING   | 1000   | affiliate_pending
          paypal           | REJECTED  | 1000   | affiliate_rejected
          paypal           | ACTIVE    | 999    | payout_below_minimum
          paypal           | PENDING   | 999    | affiliate_pending
          cash             | ACTIVE    | 1000   | invalid_request
          PAYPAL           | ACTIVE    | 1000   | invalid_request
          cash             | PENDING   | 999    | invalid_request
          """)
  void theFirstGuardThatObjectsAnswers(
      String method, AffiliateState status, long minor, String code) {
    var wish = new Wish(Money.of(minor, new Currency("USD")), method);
    assertThat(PayoutRules.check(wish, status, RULES).map(Failure::code).orElse(null))
        .isEqualTo(code);
  }
}
