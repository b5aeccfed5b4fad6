package dev.tributary.http.money;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tributary.http.Answer;
import dev.tributary.kernel.StateTable;
import dev.tributary.kernel.TypeId;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.statement.Entry;
import dev.tributary.ledger.statement.Statement;
import io.vertx.core.buffer.Buffer;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A statement as a table for spreadsheets (RFC 4180, UTF-8): the opening balance of each account,
 * the entries, the closing balances. No text cell can be taken for a formula.
 */
final class StatementCsv {
  static final String MEDIA_TYPE = "text/csv";

  /** With these a spreadsheet lets a formula begin; some read the full-width forms, too. */
  private static final String FORMULA = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

  private StatementCsv() {}

  static Answer answer(Statement statement) {
    var file = "attachment; filename=\"statement-" + statement.month() + ".csv\"";
    return Answer.bytes(MEDIA_TYPE + "; charset=utf-8", Buffer.buffer(text(statement)))
        .with("Content-Disposition", file);
  }

  static String text(Statement statement) {
    var text = new StringWriter();
    var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).bufferSize(0).build(text);
    csv.writeRecord(
        "at", "currency", "bucket", "kind", "reference", "transfer_id", "amount", "balance");
    var from = statement.month().atDay(1) + "T00:00:00Z";
    var to = statement.month().plusMonths(1).atDay(1) + "T00:00:00Z";
    statement.opening().forEach(balance -> total(csv, from, "opening", balance));
    statement.entries().forEach(entry -> entry(csv, entry));
    statement.closing().forEach(balance -> total(csv, to, "closing", balance));
    return text.toString();
  }

  private static void total(CsvWriter csv, String at, String kind, Balance balance) {
    buckets(balance)
        .forEach(
            (bucket, minor) ->
                csv.writeRecord(
                    at,
                    balance.currency().wire(),
                    StateTable.word(bucket),
                    kind,
                    "",
                    "",
                    "",
                    Long.toString(minor)));
  }

  private static Map<Bucket, Long> buckets(Balance balance) {
    var buckets = new LinkedHashMap<Bucket, Long>();
    buckets.put(Bucket.PENDING, balance.pendingMinor());
    buckets.put(Bucket.AVAILABLE, balance.availableMinor());
    buckets.put(Bucket.RESERVED, balance.reservedMinor());
    buckets.put(Bucket.CLEARING, balance.paidMinor());
    return buckets;
  }

  private static void entry(CsvWriter csv, Entry entry) {
    csv.writeRecord(
        entry.at().toString(),
        entry.amount().currency().wire(),
        StateTable.word(entry.bucket()),
        safe(entry.kind()),
        safe(entry.reference()),
        TypeId.format("trf", entry.transfer()),
        Long.toString(entry.amount().minor()),
        Long.toString(entry.balanceMinor()));
  }

  /** Text with an apostrophe in front of what a spreadsheet would compute. */
  static String safe(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
