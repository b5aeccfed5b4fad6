package dev.tributary.commission.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.commission.engine.Decision.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole decision space, in the order of the guards. */
class CommissionEngineTest {
  private static final List<String> GUARDS =
      List.of(
          "referral",
          "affiliate",
          "matrix",
          "base",
          "trigger",
          "duration",
          "rate",
          "amount",
          "share",
          "review");

  /** Each guard is hit, passed by a hair, and met together with the one that outranks it. */
  private static final String DECISIONS =
      """
      # what differs from an order that earns        | stops at  | reason_code    | amount | no
      -                                              | -         | commission               | 1000 | 1
      closed=duplicate_event                         | order     | duplicate_event          | 0 | 0
      closed=order_cancelled bond=none               | order     | order_cancelled          | 0 | 0
      bond=none                                      | referral  | user_not_referred        | 0 | 0
      status=rejected                                | referral  | referral_not_valid       | 0 | 0
      status=expired                                 | referral  | referral_not_valid       | 0 | 0
      status=qualified used=1                        | -         | commission               | 1000 | 2
      registered=2026-05-01T10:00:00.000001Z         | referral  | paid_before_registration | 0 | 0
      registered=2026-05-01T10:00:00Z                | -         | commission               | 1000 | 1
      bound=2026-06-01T00:00:00Z                     | -         | commission               | 1000 | 1
      status=expired affiliate=revoked               | referral  | referral_not_valid       | 0 | 0
      affiliate=revoked                              | affiliate | affiliate_inactive       | 0 | 0
      affiliate=revoked method=account_balance       | affiliate | affiliate_inactive       | 0 | 0
      method=account_balance                         | matrix    | payment_method_excluded  | 0 | 0
      kind=gift_card                                 | matrix    | order_kind_excluded      | 0 | 0
      kind=course method=cash                        | matrix    | payment_method_excluded  | 0 | 0
      kind=course                                    | -         | commission               | 500  | 1
      kind=course own_rate=200000                    | -         | commission               | 2000 | 1
      method=wire                                    | amount    | zero_amount              | 0 | 0
      kind=course method=wire                        | -         | commission               | 500  | 1
      method=cash                                    | -         | commission               | 1000 | 1
      kind=gift_card amount=1000                     | matrix    | order_kind_excluded      | 0 | 0
      amount=1000                                    | base      | zero_base                | 0 | 0
      amount=0 tax=0                                 | base      | zero_base                | 0 | 0
      shipping=10000                                 | base      | zero_base                | 0 | 0
      shipping=5000                                  | -         | commission               | 500  | 1
      base=gross                                     | -         | commission               | 1100 | 1
      base=gross shipping=10000                      | -         | commission               | 1100 | 1
      base=gross amount=0 tax=0                      | base      | zero_base                | 0 | 0
      amount=1000 used=3                             | base      | zero_base                | 0 | 0
      used=3                                         | trigger   | trigger_limit_reached    | 0 | 0
      used=2                                         | -         | commission               | 1000 | 3
      used=3 own_limit=4                             | -         | commission               | 1000 | 4
      used=1 own_limit=1                             | trigger   | trigger_limit_reached    | 0 | 0
      used=3 months=1                                | trigger   | trigger_limit_reached    | 0 | 0
      months=4 bound=2026-01-01T10:00:00Z            | duration  | duration_reached         | 0 | 0
      months=4 bound=2026-01-01T10:00:00.000001Z     | -         | commission               | 1000 | 1
      months=1 paid=2026-02-28T00:00:00Z bound=2026-01-31T00:00:00Z | duration | duration_reached | 0 | 0
      months=1 registered=2026-04-20T00:00:00Z       | -         | commission               | 1000 | 1
      months=1 rate=0                                | duration  | duration_reached         | 0 | 0
      rate=0                                         | amount    | zero_amount              | 0 | 0
      own_rate=0                                     | amount    | zero_amount              | 0 | 0
      own_rate=200000                                | -         | commission               | 2000 | 1
      rate=0 own_rate=1                              | amount    | zero_amount              | 0 | 0
      rate=1000000                                   | -         | commission               | 10000 | 1
      amount=1004                                    | amount    | zero_amount              | 0 | 0
      amount=1005                                    | -         | commission               | 1 | 1
      amount=1334                                    | -         | commission               | 33 | 1
      amount=1335                                    | -         | commission               | 34 | 1
      review=1000                                    | -         | commission               | 1000 | 1
      review=999                                     | -         | held_for_review          | 1000 | 1
      invoice=5500                                   | -         | commission               | 500  | 1
      invoice=5500 review=999                        | -         | commission               | 500  | 1
      invoice=1                                      | -         | commission               | 0    | 1
      invoice=22000                                  | -         | commission               | 1000 | 1
      """;

  @ParameterizedTest(name = "{0} -> {2}")
  @CsvSource(delimiter = '|', textBlock = DECISIONS)
  void anOrderEarnsWhatTheFirstGuardThatStopsItSays(
      String differences, String stopsAt, String reason, long amount, int triggerNo) {
    var decision = new OrderCase(differences).decide();
    assertThat(decision.reasonCode()).isEqualTo(reason);
    assertThat(decision.settingsVersion()).isEqualTo(7);
    assertThat(decision.award().map(award -> award.amount().minor()).orElse(0L)).isEqualTo(amount);
    assertThat(decision.amount().minor()).isEqualTo(amount);
    assertThat(triggerNo(decision)).isEqualTo(triggerNo);
    assertThat(decision.outcome()).isEqualTo(outcome(stopsAt, reason));
    assertTraceEndsAt(decision, stopsAt);
  }

  private static int triggerNo(Decision decision) {
    return decision.award().map(award -> award.entitlement().triggerNo()).orElse(0);
  }

  private static Outcome outcome(String stopsAt, String reason) {
    if (!stopsAt.equals("-")) {
      return Outcome.NONE;
    }
    return reason.equals("held_for_review") ? Outcome.HELD : Outcome.COMMISSION;
  }

  private static void assertTraceEndsAt(Decision decision, String stopsAt) {
    var steps = decision.trace().stream().map(Step::step).toList();
    if (stopsAt.equals("order")) {
      assertThat(steps).containsExactly("order");
    } else {
      var last = stopsAt.equals("-") ? "review" : stopsAt;
      assertThat(steps).isEqualTo(GUARDS.subList(0, GUARDS.indexOf(last) + 1));
    }
    boolean earns = stopsAt.equals("-");
    assertThat(decision.trace().getLast().outcome()).isEqualTo(earns ? "pass" : "stop");
    assertThat(decision.trace()).filteredOn(s -> s.outcome().equals("stop")).hasSize(earns ? 0 : 1);
    if (!earns) {
      assertThat(decision.trace().getLast().reasonCode()).isEqualTo(decision.reasonCode());
    }
  }

  @Property
  void theAmountAgreesWithDecimalArithmetic(
      @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long net,
      @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long tax,
      @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long shipping,
      @ForAll @IntRange(min = 0, max = 1_000_000) int rate,
      @ForAll boolean gross) {
    long paid = net + tax + shipping;
    long base = gross ? paid : net;
    var decision =
        new OrderCase(
                "amount=%d tax=%d shipping=%d rate=%d base=%s"
                    .formatted(paid, tax, shipping, rate, gross ? "gross" : "net"))
            .decide();
    long expected =
        BigDecimal.valueOf(base)
            .multiply(BigDecimal.valueOf(rate, 6))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact();
    long amount = decision.award().map(award -> award.amount().minor()).orElse(0L);
    assertThat(amount).isEqualTo(expected).isBetween(0L, base);
    assertThat(decision.outcome() == Outcome.COMMISSION).isEqualTo(expected > 0);
  }

  @Property
  void theLimitIsTheLastOrderThatEarns(
      @ForAll @IntRange(min = 0, max = 20) int used,
      @ForAll @IntRange(min = 1, max = 20) int limit) {
    var decision = new OrderCase("used=%d limit=%d".formatted(used, limit)).decide();
    assertThat(triggerNo(decision)).isEqualTo(used < limit ? used + 1 : 0);
  }

  @Property
  void theSameInputGivesTheSameAnswerDownToTheTrace(
      @ForAll @LongRange(min = 0, max = 1_000_000) long amount,
      @ForAll @IntRange(min = 0, max = 5) int used,
      @ForAll @IntRange(min = 1, max = 12) int months) {
    var order = new OrderCase("amount=%d tax=0 used=%d months=%d".formatted(amount, used, months));
    assertThat(order.decide()).isEqualTo(order.decide());
  }
}
