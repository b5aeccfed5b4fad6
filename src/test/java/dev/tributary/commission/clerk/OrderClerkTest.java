package dev.tributary.commission.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.event.OutgoingEvent;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an order by all that is told of it, and in which order it is told. */
class OrderClerkTest {
  private static final String MONEY =
      """
      # story                                   | pend | avail | order    | parts
      paid                                      |    0 | 1000 | approved | P=1000
      hold=14 paid                              | 1000 |    0 | approved | P=1000
      hold=14 paid released                     |    0 | 1000 | approved | P=1000
      orders=manual paid                        |    0 |    0 | pending  | P=1000/pending
      invoices=manual paid                      |    0 |    0 | approved | P=1000/pending
      review=999 paid                           |    0 |    0 | approved | P=1000/held
      bond=none paid                            |    0 |    0 | -        | -
      used=3 paid                               |    0 |    0 | -        | -
      # the same money told twice, or in two ways, is money once
      paid paid                                 |    0 | 1000 | approved | P=1000
      ordered paid                              |    0 | 1000 | approved | P=1000
      paid ordered                              |    0 | 1000 | approved | P=1000
      paid P+10000                              |    0 | 1000 | approved | P=1000
      ordered P+10000 paid                      |    0 | 1000 | approved | P=1000
      ordered A+5000 A+5000                     |    0 |  500 | approved | A=500
      ordered stranger                          |    0 |    0 | -        | -
      paid stranger                             |    0 | 1000 | approved | P=1000
      # instalments release the whole to the cent, and no more than that
      rate=125000 ordered A+3333 B+3333 C+3334  |    0 | 1250 | approved | A=417 B=416 C=417
      rate=125000 ordered C+3334 A+3333 B+3333  |    0 | 1250 | approved | A=416 B=417 C=417
      rate=125000 ordered A+3333                |    0 |  417 | approved | A=417
      ordered A+5000 B+7000                     |    0 | 1000 | approved | A=500 B=500
      ordered A+9999 B+1                        |    0 | 1000 | approved | A=1000
      paid A+10000                              |    0 | 1000 | approved | P=1000
      ordered A+5000EUR                         |    0 |    0 | -        | -
      ordered A+5000 B+5000EUR                  |    0 |  500 | approved | A=500
      orders=manual ordered A+4000 B+6000 | 0 | 0 | pending | A=400/pending B=600/pending
      # a refund takes back its part, before the approval, after it, and after the release
      rate=10000 paid P-3333                    |    0 |   67 | approved | P=100-33
      rate=10000 paid P-3333 P-3333             |    0 |   33 | approved | P=100-67
      rate=10000 paid P-3333 P-3333 P-3334      |    0 |    0 | reversed | P=100-100/reversed
      hold=14 paid P-3000                       |  700 |    0 | approved | P=1000-300
      hold=14 paid P-3000 released              |    0 |  700 | approved | P=1000-300
      hold=14 paid released P-3000              |    0 |  700 | approved | P=1000-300
      hold=14 paid P-3000 released P-7000       |    0 |    0 | reversed | P=1000-1000/reversed
      invoices=manual paid P-3000               |    0 |    0 | approved | P=1000-300/pending
      invoices=manual paid P-10000              |    0 |    0 | reversed | P=1000-1000/rejected
      orders=manual paid P-10000                |    0 |    0 | pending  | P=1000-1000/rejected
      review=999 paid P-3000                    |    0 |    0 | approved | P=1000-300/held
      review=999 paid P-10000                   |    0 |    0 | reversed | P=1000-1000/rejected
      paid P~10000                              |    0 |    0 | reversed | P=1000-1000/reversed
      paid P-3000 P~7000                        |    0 |    0 | reversed | P=1000-1000/reversed
      paid P-99999                              |    0 |    0 | reversed | P=1000-1000/reversed
      paid P-10000 P-1                          |    0 |    0 | reversed | P=1000-1000/reversed
      paid P-3000/r1 P-3000/r1                  |    0 |  700 | approved | P=1000-300
      paid P-3000/r1 P~7000/r1                  |    0 |  700 | approved | P=1000-300
      paid P-3000/r1 P-3000/r2                  |    0 |  400 | approved | P=1000-600
      paid P-3000EUR/r1 P-3000/r1               |    0 |  700 | approved | P=1000-300
      used=3 paid P-3000                        |    0 |    0 | -        | -
      # a refund of one instalment leaves the others
      ordered A+5000 B+5000 A-5000              |    0 |  500 | approved | A=500-500/reversed B=500
      ordered A+5000 A-5000 B+5000              |    0 |  500 | approved | A=500-500/reversed B=500
      ordered A+5000 A-5000                     |    0 |    0 | approved | A=500-500/reversed
      ordered A+5000 B+5000 A-5000 B-5000 | 0 | 0 | reversed | A=500-500/reversed B=500-500/reversed
      ordered A+5000 X+5000EUR A-5000 B+5000    |    0 |  500 | approved | A=500-500/reversed B=500
      # a cancellation takes back all that is left, and nothing is earned after it
      cancelled                                 |    0 |    0 | -        | -
      ordered cancelled                         |    0 |    0 | -        | -
      ordered cancelled paid                    |    0 |    0 | -        | -
      ordered cancelled A+5000                  |    0 |    0 | -        | -
      paid cancelled                            |    0 |    0 | reversed | P=1000-1000/reversed
      paid cancelled cancelled                  |    0 |    0 | reversed | P=1000-1000/reversed
      hold=14 paid cancelled                    |    0 |    0 | reversed | P=1000-1000/reversed
      hold=14 paid released cancelled           |    0 |    0 | reversed | P=1000-1000/reversed
      orders=manual paid cancelled              |    0 |    0 | cancelled | P=1000-1000/rejected
      invoices=manual paid cancelled            |    0 |    0 | reversed | P=1000-1000/rejected
      review=999 paid cancelled                 |    0 |    0 | reversed | P=1000-1000/rejected
      paid P-3000 cancelled                     |    0 |    0 | reversed | P=1000-1000/reversed
      paid cancelled P-3000                     |    0 |    0 | reversed | P=1000-1000/reversed
      ordered A+5000 cancelled B+5000           |    0 |    0 | reversed | A=500-500/reversed
      ordered A+3000 B+20 A-3000 cancelled | 0 | 0 | reversed | A=300-300/reversed B=2-2/reversed
      # what comes too early waits, and is made up for
      A+5000 ordered                            |    0 |  500 | approved | A=500
      P-3000 paid                               |    0 |  700 | approved | P=1000-300
      P-3000/r1 P-3000/r1 paid                  |    0 |  700 | approved | P=1000-300
      cancelled paid                            |    0 |    0 | reversed | P=1000-1000/reversed
      A-1000 A+5000 ordered                     |    0 |  400 | approved | A=500-100
      bond=none paid referred                   |    0 | 1000 | approved | P=1000
      bond=none paid paid referred              |    0 | 1000 | approved | P=1000
      bond=none ordered A+4000 B+6000 referred  |    0 | 1000 | approved | A=400 B=600
      bond=none P-3000 paid referred            |    0 |  700 | approved | P=1000-300
      bond=none paid P-3000 referred            |    0 |  700 | approved | P=1000-300
      bond=none A-1000 A+5000 ordered referred  |    0 |  400 | approved | A=500-100
      bond=none paid cancelled referred         |    0 |    0 | -        | -
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = MONEY)
  void anOrderComesTo(String story, long pending, long available, String order, String parts) {
    var told = Story.of(story);
    assertThat(told.order()).isEqualTo(order);
    assertThat(told.parts()).isEqualTo(parts);
    assertThat(told.balance(Bucket.PENDING)).as("pending").isEqualTo(pending);
    assertThat(told.balance(Bucket.AVAILABLE)).as("available").isEqualTo(available);
  }

  private static final String REASONS =
      """
      # story | what became of each event | what is waited for
      ordered ordered                   | order_recorded order_known                |
      ordered A+5000 A+5000             | order_recorded commission duplicate_event |
      ordered A+5000EUR                 | order_recorded currency_mismatch          |
      ordered A+10000 paid              | order_recorded commission duplicate_event |
      paid stranger                     | commission duplicate_event                |
      ordered stranger                  | order_recorded order_of_another_user      |
      A+5000                            | ~order_unknown                            | order:ORD-1
      A+5000 ordered                    | commission order_recorded                 |
      bond=none paid                    | ~user_not_referred                        | user:u_42
      bond=none paid paid               | ~user_not_referred duplicate_event        | user:u_42
      bond=none A+5000                  | ~order_unknown                            | order:ORD-1
      bond=none A+5000 ordered          | ~user_not_referred order_recorded         | user:u_42
      bond=none A+5000 ordered referred | commission order_recorded                 |
      bond=none paid cancelled referred | order_cancelled order_cancelled           |
      A-1000                            | ~invoice_unknown                          | invoice:A
      A-1000 A+5000 | ~invoice_unknown ~order_unknown | invoice:A order:ORD-1
      bond=none paid P-1000 | ~user_not_referred ~payment_undecided | user:u_42 invoice:P
      bond=none P-1000 paid | ~invoice_unknown ~user_not_referred | invoice:P user:u_42
      bond=none P-1000 paid referred    | refunded commission                       |
      paid P-1000/r P~1000/r            | commission refunded duplicate_event       |
      paid P-1000EUR                    | commission currency_mismatch              |
      paid P-10000 P-1                  | commission refunded nothing_to_reverse    |
      rate=1000 paid P-1                | commission nothing_to_reverse             |
      used=3 paid P-1000                | trigger_limit_reached nothing_to_reverse  |
      paid cancelled P-1000             | commission order_cancelled nothing_to_reverse |
      paid cancelled cancelled          | commission order_cancelled duplicate_event |
      cancelled                         | ~order_unknown                            | order:ORD-1
      cancelled ordered                 | order_cancelled order_recorded            |
      cancelled ordered A+5000          | order_cancelled order_recorded order_cancelled |
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = REASONS, emptyValue = "")
  void eachEventIsAnswered(String story, String reasons, @Nullable String waitsFor) {
    var told = Story.of(story);
    assertThat(told.reasons()).isEqualTo(reasons);
    assertThat(told.waitsFor()).isEqualTo(waitsFor == null ? "" : waitsFor);
  }

  /** It is not waiting yet when what it needs arrives, so no wake-up would reach it. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"P-3000 paid", "A+5000 ordered", "A-1000 A+5000 ordered", "cancelled paid"})
  void whatComesTooEarlyInABatchIsMadeUpForInThatBatch(String story) {
    var together = Story.atOnce(story);
    assertThat(together.waitsFor()).isEmpty();
    assertThat(together.reasons()).isEqualTo(Story.of(story).reasons());
    assertThat(together.parts()).isEqualTo(Story.of(story).parts());
  }

  @Test
  void everyMovementOfMoneyIsNamedByItsCause() {
    var keys = Story.of("paid P-3000/r1 cancelled").book.journal().transfers();
    var part = "ic_0000000000000g000000000003";
    assertThat(keys)
        .extracting(Transfer::key)
        .containsExactly(
            "credit:" + part,
            "release:" + part,
            "reverse:" + part + ":r1",
            "reverse:" + part + ":evt_00000000000010000000000002");
  }

  @Test
  void everyStepIsAuditedAndTold() {
    var journal = Story.of("paid P-3000 P-7000").book.journal();
    assertThat(journal.changes())
        .extracting(change -> change.machine() + " " + change.action())
        .containsExactly(
            "order_commission create",
            "order_commission approve",
            "referral qualify",
            "invoice_commission create",
            "invoice_commission approve",
            "invoice_commission reverse",
            "order_commission reverse");
    assertThat(journal.news())
        .extracting(OutgoingEvent::type)
        .containsExactly(
            "order_commission.created",
            "order_commission.approved",
            "referral.qualified",
            "invoice_commission.created",
            "invoice_commission.approved",
            "invoice_commission.released",
            "invoice_commission.reversed",
            "invoice_commission.reversed",
            "order_commission.reversed");
  }
}
