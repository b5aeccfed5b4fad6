package dev.tributary.http.review;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.InvoiceCommissionId;
import dev.tributary.commission.book.OrderCommissionId;
import dev.tributary.commission.review.ReviewFilter;
import dev.tributary.http.Call;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What requests about commissions say, in the words of the services. */
final class ReviewRequest {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_REASON = 500;
  private static final int LAST_YEAR = 9999;

  private ReviewRequest() {}

  static OrderCommissionId orderId(Call call) {
    return orderId("id", call.path("id"));
  }

  private static OrderCommissionId orderId(String name, String text) {
    return OrderCommissionId.parse(text)
        .orElseThrow(() -> invalid(name, "the id of an order commission"));
  }

  static InvoiceCommissionId invoiceId(Call call) {
    return invoiceId("id", call.path("id"));
  }

  private static InvoiceCommissionId invoiceId(String name, String text) {
    return InvoiceCommissionId.parse(text)
        .orElseThrow(() -> invalid(name, "the id of an invoice commission"));
  }

  static List<OrderCommissionId> orderIds(Call call) {
    return ids(call, ReviewRequest::orderId);
  }

  static List<InvoiceCommissionId> invoiceIds(Call call) {
    return ids(call, ReviewRequest::invoiceId);
  }

  private static <I> List<I> ids(Call call, BiFunction<String, String, I> parse) {
    var texts = call.body().getJsonArray("ids");
    return IntStream.range(0, texts.size())
        .mapToObj(at -> parse.apply("/ids/" + at, texts.getString(at)))
        .toList();
  }

  /** The action of a request about many, as the name of a constant. */
  static String action(Call call) {
    return constant(call.body().getString("action"));
  }

  static Rate rate(Call call) {
    return new Rate(call.body().getInteger("rate_ppm"));
  }

  /** Why, in a body that says something else in these fields, too. */
  static Optional<String> reason(Call call, String... others) {
    var fields = new JsonFields("", call.body());
    fields.ignore(others);
    var reason = fields.optionalText("reason", MAX_REASON);
    fields.finish();
    return reason;
  }

  /** The contract has checked the words; what is left are currencies and times. */
  static <S extends Enum<S>> ReviewFilter<S> filter(Call call, Function<String, S> state) {
    var from = call.query("from").map(text -> time("from", text));
    var to = call.query("to").map(text -> time("to", text));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw invalid("from", "a time before to");
    }
    return new ReviewFilter<>(
        call.query("status").map(ReviewRequest::constant).map(state),
        call.query("affiliate"),
        call.query("affiliate_status").map(ReviewRequest::constant).map(AffiliateState::valueOf),
        call.query("order_id"),
        call.query("currency").map(ReviewRequest::currency),
        from,
        to);
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static Currency currency(String text) {
    return Currency.parse(text).orElseThrow(() -> invalid("currency", "an ISO 4217 code"));
  }

  private static Instant time(String name, String text) {
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 2000 && time.getYear() <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      // Told below: what is no time and what is none of ours are the same to the caller.
    }
    throw invalid(name, "an RFC 3339 time such as 2026-05-01T10:00:00Z");
  }

  static int limit(Call call) {
    return call.query("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
  }

  static Refusal invalid(String name, String expected) {
    return new Refusal(Invalid.field(name, "expected " + expected));
  }
}
