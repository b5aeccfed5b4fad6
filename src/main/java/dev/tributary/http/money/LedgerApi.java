package dev.tributary.http.money;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.api.Balances;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.kernel.TypeId;
import dev.tributary.ledger.statement.Entry;
import dev.tributary.ledger.statement.EntryFilter;
import dev.tributary.ledger.statement.Statement;
import dev.tributary.ledger.statement.StatementService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The caller's own accounts. */
public final class LedgerApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final int BASE_36 = 36;

  private final StatementService statements;

  public LedgerApi(StatementService statements) {
    this.statements = statements;
  }

  public Future<Answer> getMyBalance(Call call) {
    return statements
        .balances(call.actor(), time(call, "as_of"))
        .map(balances -> new JsonObject().put("balances", Balances.view(balances)))
        .map(Answer::ok);
  }

  public Future<Answer> listMyLedger(Call call) {
    var limit = call.query("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
    return statements
        .list(call.actor(), filter(call), limit + 1)
        .map(entries -> page(entries, limit))
        .map(Answer::ok);
  }

  private static EntryFilter filter(Call call) {
    var from = time(call, "from");
    var to = time(call, "to");
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw invalid("from", "a time before to");
    }
    var before = call.query("cursor").map(LedgerApi::position).orElse(Long.MAX_VALUE);
    return new EntryFilter(call.query("currency").map(LedgerApi::currency), from, to, before);
  }

  private static Currency currency(String text) {
    return Currency.parse(text).orElseThrow(() -> invalid("currency", "an ISO 4217 currency code"));
  }

  private static long position(String cursor) {
    try {
      return Long.parseLong(cursor, BASE_36);
    } catch (NumberFormatException e) {
      throw invalid("cursor", "the next_cursor of a page");
    }
  }

  private static Optional<Instant> time(Call call, String name) {
    try {
      return call.query(name).map(text -> time(name, OffsetDateTime.parse(text)));
    } catch (DateTimeException e) {
      throw invalid(name, "an RFC 3339 time such as 2026-05-01T10:00:00Z");
    }
  }

  private static Instant time(String name, OffsetDateTime time) {
    if (time.getYear() < 2000 || time.getYear() > 9998) {
      throw invalid(name, "a time from the year 2000 on");
    }
    return time.toInstant();
  }

  private static Refusal invalid(String name, String expected) {
    return new Refusal(Invalid.field(name, "expected " + expected));
  }

  private static JsonObject page(List<Entry> entries, int limit) {
    boolean more = entries.size() > limit;
    var data = more ? entries.subList(0, limit) : entries;
    var next = more ? Long.toString(data.getLast().position(), BASE_36) : null;
    return new JsonObject().put("data", view(data)).put("has_more", more).put("next_cursor", next);
  }

  private static JsonArray view(List<Entry> entries) {
    var array = new JsonArray();
    entries.forEach(entry -> array.add(view(entry)));
    return array;
  }

  private static JsonObject view(Entry entry) {
    return new JsonObject()
        .put("transfer_id", TypeId.format("trf", entry.transfer()))
        .put("at", entry.at().toString())
        .put("kind", entry.kind())
        .put("reference", entry.reference())
        .put("bucket", StateTable.word(entry.bucket()))
        .put("amount", entry.amount().minor())
        .put("balance", entry.balanceMinor())
        .put("currency", entry.amount().currency().wire());
  }

  public Future<Answer> getMyStatement(Call call) {
    var type = call.preferred(List.of("application/json", StatementCsv.MEDIA_TYPE));
    return statements
        .statement(call.actor(), month(call))
        .map(
            statement ->
                type.equals(StatementCsv.MEDIA_TYPE)
                    ? StatementCsv.answer(statement)
                    : Answer.ok(view(statement)));
  }

  private static YearMonth month(Call call) {
    try {
      var month = YearMonth.parse(call.path("month"));
      if (month.getYear() >= 2000 && month.getYear() <= 9998) {
        return month;
      }
    } catch (DateTimeException e) {
      // Answered below, like a month of another age.
    }
    throw invalid("month", "a month such as 2026-05");
  }

  private static JsonObject view(Statement statement) {
    return new JsonObject()
        .put("month", statement.month().toString())
        .put("opening", Balances.view(statement.opening()))
        .put("entries", view(statement.entries()))
        .put("closing", Balances.view(statement.closing()));
  }
}
