package dev.tributary.payout.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tributary.kernel.Money;
import dev.tributary.payout.Payout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;

/**
 * A batch as a table for whoever sends the money: CSV (RFC 4180), one line a payout, always the
 * same for the same batch. What somebody else chose, such as a user id, is never a formula to the
 * spreadsheet that opens it; amounts stay numbers.
 */
final class BatchTable {
  private static final List<String> HEAD =
      List.of(
          "payout_id",
          "affiliate_id",
          "user_id",
          "amount",
          "amount_decimal",
          "currency",
          "method",
          "requested_at");

  /** What begins a formula in one spreadsheet or another, also in its full-width form. */
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private BatchTable() {}

  static String write(List<Payout> payouts) {
    var text = new StringWriter();
    try (var csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(HEAD);
      payouts.forEach(payout -> csv.writeRecord(line(payout)));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory takes every character", e);
    }
    return text.toString();
  }

  private static List<String> line(Payout payout) {
    return List.of(
        payout.id().toString(),
        payout.affiliateId().toString(),
        text(payout.userId()),
        Long.toString(payout.amount().minor()),
        decimal(payout.amount()),
        payout.amount().currency().wire(),
        text(payout.method()),
        payout.requestedAt().toString());
  }

  static String text(String value) {
    return !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }

  /** In units of the currency, for people and banks: 1000 usd are 10.00. */
  private static String decimal(Money amount) {
    var code = amount.currency().code();
    int digits = Math.max(0, java.util.Currency.getInstance(code).getDefaultFractionDigits());
    return BigDecimal.valueOf(amount.minor(), digits).toPlainString();
  }
}
