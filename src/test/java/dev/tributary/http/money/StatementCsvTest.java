package dev.tributary.http.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.statement.Entry;
import dev.tributary.ledger.statement.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement as a spreadsheet gets it. */
class StatementCsvTest {
  private static final Currency USD = new Currency("USD");

  private static Entry entry(String reference) {
    return new Entry(
        1,
        new UUID(0, 1),
        "reverse",
        reference,
        Bucket.AVAILABLE,
        Money.of(-300, USD),
        700,
        Instant.parse("2026-05-01T10:00:00Z"));
  }

  private static String csv(Entry entry) {
    var opening = new Balance(USD, 0, 1000, 0, 0);
    var closing = new Balance(USD, 0, 700, 0, 0);
    return StatementCsv.text(
        new Statement(YearMonth.of(2026, 5), List.of(opening), List.of(entry), List.of(closing)));
  }

  @Test
  void itIsATableOfTextAndNumbers() {
    assertThat(csv(entry("ic_1")))
        .isEqualTo(
            """
            at,currency,bucket,kind,reference,transfer_id,amount,balance
            2026-05-01T00:00:00Z,usd,pending,opening,,,,0
            2026-05-01T00:00:00Z,usd,available,opening,,,,1000
            2026-05-01T00:00:00Z,usd,reserved,opening,,,,0
            2026-05-01T00:00:00Z,usd,clearing,opening,,,,0
            2026-05-01T10:00:00Z,usd,available,reverse,ic_1,trf_00000000000000000000000001,-300,700
            2026-06-01T00:00:00Z,usd,pending,closing,,,,0
            2026-06-01T00:00:00Z,usd,available,closing,,,,700
            2026-06-01T00:00:00Z,usd,reserved,closing,,,,0
            2026-06-01T00:00:00Z,usd,clearing,closing,,,,0
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uFF1D1", "\uFF0B1", "\uFF0D1"})
  void noTextIsAFormula(String text) {
    assertThat(StatementCsv.safe(text)).isEqualTo("'" + text);
    assertThat(csv(entry(text))).contains(",'" + text + ",");
  }

  @Test
  void whatWouldBreakTheTableIsQuoted() {
    assertThat(csv(entry("a,\"b\"\r\nc"))).contains(",\"a,\"\"b\"\"\r\nc\",");
    assertThat(csv(entry("\r=1"))).contains(",\"'\r=1\",");
  }
}
