package dev.tributary.commission.clerk;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.commission.book.InvoiceCommission;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Bucket;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Orders in parts and refunds in pieces, of any size and in any order, in decimal arithmetic. */
class InstalmentsTest {
  /** With no, two and three digits behind the point. */
  private static final List<String> CURRENCIES = List.of("JPY", "USD", "KWD");

  private static final long MILLION_MILLION = 1_000_000_000_000L;

  @Property
  void thePartsReleaseWhatHasBeenPaidAndSumToTheWhole(
      @ForAll @LongRange(min = 1, max = MILLION_MILLION) long price,
      @ForAll @IntRange(min = 1, max = 1_000_000) int rate,
      @ForAll @IntRange(min = 1, max = 12) int parts,
      @ForAll long seed) {
    var random = new Random(seed);
    var pieces = pieces(price, parts, random);
    var order = order(random, price, rate);
    var whole = round(BigDecimal.valueOf(price), BigDecimal.valueOf(rate, 6));
    var told = order + " ordered";
    long paid = 0;
    for (int i = 0; i < pieces.size(); i++) {
      told += " %c+%d".formatted('A' + i, pieces.get(i));
      paid += pieces.get(i);
      assertThat(earned(Story.of(told)))
          .as(told)
          .isEqualTo(whole == 0 ? 0 : round(BigDecimal.valueOf(whole), ratio(paid, price)));
    }
    assertThat(earned(Story.of(told))).as(told).isEqualTo(whole);
  }

  @Property
  void refundsTakeBackTheirPartAndAFullRefundLeavesNothing(
      @ForAll @LongRange(min = 1, max = MILLION_MILLION) long price,
      @ForAll @IntRange(min = 1, max = 1_000_000) int rate,
      @ForAll @IntRange(min = 1, max = 12) int parts,
      @ForAll long seed) {
    var random = new Random(seed);
    var told = order(random, price, rate) + " paid";
    long earned = earned(Story.of(told));
    long refunded = 0;
    for (long piece : pieces(price, parts, random)) {
      told += " P%c%d".formatted(random.nextBoolean() ? '-' : '~', piece);
      refunded += piece;
      var story = Story.of(told);
      var reversed = round(BigDecimal.valueOf(earned), ratio(refunded, price));
      assertThat(reversed(story)).as(told).isEqualTo(reversed).isBetween(0L, earned);
      assertThat(story.balance(Bucket.AVAILABLE)).as(told).isEqualTo(earned - reversed);
    }
    var story = Story.of(told + " P-%d".formatted(random.nextLong(1, MILLION_MILLION)));
    assertThat(reversed(story)).as(told).isEqualTo(earned);
    assertThat(story.balance(Bucket.AVAILABLE)).as(told).isZero();
  }

  /**
   * Two instalments and their refunds, told one by one or in one batch and in any order: what was
   * paid and refunded decides, not when it was heard of. Rounding may put a cent to either part.
   */
  @Property
  void theOrderInWhichTheyAreToldDoesNotMatter(
      @ForAll @LongRange(min = 2, max = 1_000_000) long price,
      @ForAll @IntRange(min = 1, max = 1_000_000) int rate,
      @ForAll long seed) {
    var random = new Random(seed);
    var parts = pieces(price, 2, random);
    var events = new ArrayList<>(List.of("ordered"));
    for (int i = 0; i < parts.size(); i++) {
      events.add("%c+%d".formatted('A' + i, parts.get(i)));
      for (long refund : pieces(parts.get(i), 3, random)) {
        events.add("%c-%d/%c%d".formatted('A' + i, refund, 'A' + i, events.size()));
      }
    }
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, random);
    var told = order(random, price, rate) + " " + events.stream().collect(joining(" "));
    for (var story : List.of(Story.of(told), Story.atOnce(told))) {
      assertThat(story.waitsFor()).as(told).isEmpty();
      assertThat(earned(story))
          .as(told)
          .isEqualTo(round(BigDecimal.valueOf(price), BigDecimal.valueOf(rate, 6)));
      assertThat(reversed(story)).as(told).isEqualTo(earned(story));
      assertThat(story.balance(Bucket.AVAILABLE)).as(told).isZero();
    }
  }

  private static String order(Random random, long price, int rate) {
    var currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
    return "currency=%s amount=%d rate=%d".formatted(currency, price, rate);
  }

  /** The whole in at most so many pieces above zero. */
  private static List<Long> pieces(long whole, int count, Random random) {
    var pieces = new ArrayList<Long>();
    long left = whole;
    for (int i = 1; i < count && left > 1; i++) {
      long piece = random.nextLong(1, left);
      pieces.add(piece);
      left -= piece;
    }
    pieces.add(left);
    Collections.shuffle(pieces, random);
    return pieces;
  }

  private static BigDecimal ratio(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 60, RoundingMode.HALF_UP);
  }

  /** Sixty digits tell a half from what is next to it: the amounts have thirteen. */
  private static long round(BigDecimal amount, BigDecimal ratio) {
    return amount
        .multiply(ratio)
        .setScale(40, RoundingMode.HALF_UP)
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static long earned(Story story) {
    return story.book.parts().all().stream()
        .map(InvoiceCommission::amount)
        .mapToLong(Money::minor)
        .sum();
  }

  private static long reversed(Story story) {
    return story.book.parts().all().stream()
        .map(InvoiceCommission::reversed)
        .mapToLong(Money::minor)
        .sum();
  }
}
