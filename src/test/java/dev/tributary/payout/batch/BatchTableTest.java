package dev.tributary.payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.payout.Payout;
import dev.tributary.payout.PayoutId;
import dev.tributary.payout.PayoutState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTableTest {
  private static Payout payout(String user, long minor, String currency) {
    return new Payout(
        new PayoutId(new UUID(0, 1)),
        new AffiliateId(new UUID(0, 2)),
        user,
        Money.of(minor, new Currency(currency)),
        "bank_transfer",
        PayoutState.PROCESSING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.parse("2026-05-01T10:00:00Z"),
        Instant.parse("2026-05-01T10:00:00Z"));
  }

  @Test
  void aBatchIsATableWithALineForEachPayout() {
    var ids = "po_00000000000000000000000001,aff_00000000000000000000000002,";
    var end = ",bank_transfer,2026-05-01T10:00:00Z\r\n";
    assertThat(BatchTable.write(List.of(payout("u_7", 1000, "USD"), payout("a,\"b\"", 5, "KWD"))))
        .isEqualTo(
            "payout_id,affiliate_id,user_id,amount,amount_decimal,currency,method,requested_at\r\n"
                + (ids + "u_7,1000,10.00,usd" + end)
                + (ids + "\"a,\"\"b\"\"\",5,0.005,kwd" + end));
  }

  @ParameterizedTest
  @CsvSource({
    "1, USD, 0.01",
    "100, JPY, 100",
    "123456, EUR, 1234.56",
    "9000000000000000, USD, 90000000000000.00"
  })
  void anAmountIsAlsoToldInUnitsOfItsCurrency(long minor, String currency, String decimal) {
    assertThat(BatchTable.write(List.of(payout("u", minor, currency))))
        .contains("," + minor + "," + decimal + ",");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff201"
      })
  void whatASpreadsheetWouldTakeForAFormulaIsText(String value) {
    assertThat(BatchTable.text(value)).isEqualTo("'" + value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u_7", "a=b", "1-1", "'=1"})
  void whatIsTextStaysAsItIs(String value) {
    assertThat(BatchTable.text(value)).isEqualTo(value);
  }
}
