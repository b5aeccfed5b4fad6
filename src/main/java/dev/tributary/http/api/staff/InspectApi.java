package dev.tributary.http.api.staff;

import dev.tributary.event.inspect.EventFilter;
import dev.tributary.event.inspect.EventState;
import dev.tributary.event.inspect.InspectService;
import dev.tributary.event.inspect.RerunService;
import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;

/** Looking at the events that came in, and running them again. */
public final class InspectApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LAST_YEAR = 9999;

  private final InspectService events;
  private final RerunService reruns;

  public InspectApi(InspectService events, RerunService reruns) {
    this.events = events;
    this.reruns = reruns;
  }

  public Future<Answer> listEvents(Call call) {
    int limit = call.query("limit").map(Integer::valueOf).orElse(DEFAULT_LIMIT);
    return events
        .list(call.actor(), filter(call::query, ""), call.query("cursor"), limit)
        .map(page -> Answer.page(page, EventView::summary));
  }

  public Future<Answer> getEvent(Call call) {
    return events.get(call.actor(), call.path("id")).map(EventView::file).map(Answer::ok);
  }

  public Future<Answer> retryEvent(Call call) {
    return reruns
        .retry(call.actor(), call.path("id"))
        .map(done -> EventView.summary(done.event()).put("retried", done.retried()))
        .map(Answer::ok);
  }

  public Future<Answer> retryEvents(Call call) {
    var filter = filter(name -> Optional.ofNullable(call.body().getString(name)), "/");
    return reruns
        .retryAll(call.actor(), filter)
        .map(
            retried ->
                new JsonObject()
                    .put("retried", retried)
                    .put("has_more", retried == RerunService.MAX_AT_ONCE))
        .map(Answer::ok);
  }

  public Future<Answer> discardEvent(Call call) {
    return reruns
        .discard(call.actor(), call.path("id"), call.body().getString("reason"))
        .map(EventView::summary)
        .map(Answer::ok);
  }

  /** The contract has checked the words; what is left are the times. */
  private static EventFilter filter(Function<String, Optional<String>> fields, String pointer) {
    var filter =
        new EventFilter(
            fields.apply("status").flatMap(EventState::parse),
            fields.apply("type"),
            fields.apply("source"),
            fields.apply("order_id"),
            fields.apply("user_id"),
            fields.apply("from").map(text -> time(pointer + "from", text)),
            fields.apply("to").map(text -> time(pointer + "to", text)));
    if (filter.from().isPresent() && filter.to().isPresent()) {
      refuseReversed(pointer, filter.from().get(), filter.to().get());
    }
    return filter;
  }

  private static Instant time(String pointer, String text) {
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 2000 && time.getYear() <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      // Told below: what is no time and what is none of ours are the same to the caller.
    }
    throw invalid(pointer, "expected an RFC 3339 time such as 2026-05-01T10:00:00Z");
  }

  private static void refuseReversed(String pointer, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw invalid(pointer + "from", "expected a time before to");
    }
  }

  private static Refusal invalid(String pointer, String detail) {
    return new Refusal(Invalid.field(pointer, detail));
  }
}
