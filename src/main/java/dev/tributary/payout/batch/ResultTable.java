package dev.tributary.payout.batch;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.payout.Note;
import dev.tributary.payout.PayoutState.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what came of a batch: CSV with the columns payout_id, amount, status, and reference and
 * reason if there are any; other columns are passed over, so the exported table with columns added
 * will do. It refuses a file as a whole, with every line that is wrong.
 */
final class ResultTable {
  private static final Set<String> REQUIRED = Set.of("payout_id", "amount", "status");
  private static final int MAX_REFERENCE = 128;
  private static final int MAX_REASON = 500;
  private static final int MAX_ERRORS = 20;

  private final List<ResultLine> lines = new ArrayList<>();
  private final List<FieldError> errors = new ArrayList<>();

  private ResultTable() {}

  static List<ResultLine> read(String csv) {
    var table = new ResultTable();
    try {
      var text = csv.startsWith("\ufeff") ? csv.substring(1) : csv;
      CsvReader.builder().allowUnclosedQuote(false).ofNamedCsvRecord(text).forEach(table::add);
    } catch (CsvParseException e) {
      throw invalid(List.of(new FieldError("", "is not a table: " + e.getMessage())));
    }
    if (table.lines.isEmpty() && table.errors.isEmpty()) {
      throw invalid(List.of(new FieldError("", "expected a head and at least one line")));
    }
    refuse(table.errors);
    return table.lines;
  }

  /** Refuses the file if anything is wrong with it. */
  static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw invalid(errors.subList(0, Math.min(errors.size(), MAX_ERRORS)));
    }
  }

  static FieldError error(long line, String column, String detail) {
    return new FieldError("line " + line + (column.isEmpty() ? "" : ", " + column), detail);
  }

  private static Refusal invalid(List<FieldError> errors) {
    return new Refusal(new Invalid(errors));
  }

  private void add(NamedCsvRecord row) {
    var head = row.getHeader();
    long number = row.getStartingLineNumber();
    if (!head.containsAll(REQUIRED)) {
      throw invalid(
          List.of(error(1, "", "expected at least the columns payout_id, amount, status")));
    }
    if (row.getFieldCount() != head.size()) {
      errors.add(error(number, "", "expected " + head.size() + " cells, as in the head"));
      return;
    }
    var action = action(row.getField("status"));
    if (action.isEmpty()) {
      errors.add(error(number, "status", "expected paid or failed"));
      return;
    }
    lines.add(line(number, row, action.get()));
  }

  private ResultLine line(long number, NamedCsvRecord row, Action action) {
    var reference = text(number, row, "reference", MAX_REFERENCE);
    var reason = text(number, row, "reason", MAX_REASON);
    return new ResultLine(
        number,
        row.getField("payout_id"),
        row.getField("amount"),
        action,
        new Note(reference, reason));
  }

  private static Optional<Action> action(String status) {
    return switch (status) {
      case "paid" -> Optional.of(Action.PAY);
      case "failed" -> Optional.of(Action.FAIL);
      default -> Optional.empty();
    };
  }

  private Optional<String> text(long number, NamedCsvRecord row, String column, int max) {
    var text = row.findField(column).map(String::strip).filter(value -> !value.isEmpty());
    if (text.isPresent()
        && (text.get().codePointCount(0, text.get().length()) > max
            || text.get().chars().anyMatch(Character::isISOControl))) {
      var expected = "expected at most " + max + " characters without control characters";
      errors.add(error(number, column, expected));
    }
    return text;
  }
}
