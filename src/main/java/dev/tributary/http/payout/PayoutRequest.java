package dev.tributary.http.payout;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.payout.Note;
import dev.tributary.payout.PayoutId;
import dev.tributary.payout.PayoutService.Filter;
import dev.tributary.payout.PayoutState;
import dev.tributary.payout.Wish;
import dev.tributary.platform.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What requests about payouts say, in the words of the service. */
final class PayoutRequest {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_METHOD = 64;
  private static final int MAX_REFERENCE = 128;
  private static final int MAX_REASON = 500;

  private PayoutRequest() {}

  static Wish wish(Call call) {
    var fields = new JsonFields("", call.body());
    var amount = fields.amount("amount", fields.currency("currency"));
    var method = fields.text("method", MAX_METHOD);
    fields.finish();
    return new Wish(amount, method);
  }

  static Note note(Call call) {
    var fields = new JsonFields("", call.body());
    var reference = fields.optionalText("reference", MAX_REFERENCE);
    var reason = fields.optionalText("reason", MAX_REASON);
    fields.finish();
    return new Note(reference, reason);
  }

  static PayoutId id(Call call) {
    return id("id", call.path("id"));
  }

  private static PayoutId id(String name, String text) {
    return PayoutId.parse(text).orElseThrow(() -> invalid(name, "the id of a payout"));
  }

  static Filter filter(Call call) {
    return new Filter(
        Optional.empty(),
        call.query("affiliate").map(PayoutRequest::affiliate),
        call.query("status").map(word -> PayoutState.valueOf(word.toUpperCase(Locale.ROOT))),
        day(call, "from", day -> day),
        day(call, "to", day -> day.plusDays(1)),
        call.query("cursor").map(text -> id("cursor", text)));
  }

  static int limit(Call call) {
    return call.query("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
  }

  private static AffiliateId affiliate(String text) {
    return AffiliateId.parse(text)
        .orElseThrow(() -> invalid("affiliate", "the id of an affiliate"));
  }

  private static Optional<Instant> day(
      Call call, String name, Function<LocalDate, LocalDate> bound) {
    try {
      return call.query(name)
          .map(LocalDate::parse)
          .map(bound)
          .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      throw invalid(name, "a day such as 2026-05-01");
    }
  }

  private static Refusal invalid(String name, String expected) {
    return new Refusal(Invalid.field(name, "expected " + expected));
  }
}
