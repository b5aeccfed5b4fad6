package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.stats.ClickCount;
import dev.tributary.link.stats.ClickGroup;
import dev.tributary.link.stats.ClickStatsService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Statistics of the caller's own clicks. */
public final class StatsApi {
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 366;

  private final ClickStatsService stats;

  public StatsApi(ClickStatsService stats) {
    this.stats = stats;
  }

  public Future<Answer> getMyClicks(Call call) {
    var group =
        call.query("group_by")
            .map(word -> ClickGroup.parse(word).orElseThrow(() -> invalid("group_by", "a group")))
            .orElse(ClickGroup.DAY);
    var to = date(call, "to", LocalDate.now(ZoneOffset.UTC));
    var from = date(call, "from", to.minusDays(DEFAULT_DAYS - 1));
    if (from.isAfter(to) || from.plusDays(MAX_DAYS).isBefore(to)) {
      throw invalid("from", "a day at most 366 days before to");
    }
    return stats
        .count(call.actor(), group, from, to)
        .map(counts -> view(group, from, to, counts))
        .map(Answer::ok);
  }

  private static LocalDate date(Call call, String name, LocalDate absent) {
    try {
      return call.query(name).map(LocalDate::parse).orElse(absent);
    } catch (DateTimeException e) {
      throw invalid(name, "a day such as 2026-05-01");
    }
  }

  private static Refusal invalid(String name, String expected) {
    return new Refusal(Invalid.field(name, "expected " + expected));
  }

  private static JsonObject view(
      ClickGroup group, LocalDate from, LocalDate to, List<ClickCount> counts) {
    var data = new JsonArray();
    for (var count : counts) {
      data.add(
          new JsonObject()
              .put("key", count.key())
              .put("clicks", count.clicks())
              .put("unique_clicks", count.counted()));
    }
    return new JsonObject()
        .put("group_by", StateTable.word(group))
        .put("from", from.toString())
        .put("to", to.toString())
        .put("data", data);
  }
}
