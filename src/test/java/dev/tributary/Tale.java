package dev.tributary;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The life of one order as a host tells it: its buyer registers, pays it in one payment or in
 * several, gets money back, calls it off. Which of it happens is drawn by lot.
 *
 * @param code brought the buyer; empty when nobody did, and then nothing is earned
 * @param payments minor units, which sum to the price
 * @param refunds of each payment, up to all of it
 */
record Tale(
    String order,
    String code,
    String currency,
    long price,
    long tax,
    boolean inOnePayment,
    List<Long> payments,
    List<List<Long>> refunds,
    boolean cancelled) {
  private static final List<String> CURRENCIES = List.of("jpy", "usd", "kwd");
  private static final String PAID_AT = "2026-05-01T10:00:00Z";

  static Tale random(String order, String code, Random random) {
    long price = random.nextLong(1, 1_000_000);
    var payments =
        random.nextBoolean() ? List.of(price) : pieces(price, random.nextInt(2, 4), random);
    return new Tale(
        order,
        random.nextInt(20) == 0 ? "" : code,
        CURRENCIES.get(random.nextInt(CURRENCIES.size())),
        price,
        random.nextLong(0, price / 5 + 1),
        payments.size() == 1 && random.nextBoolean(),
        payments,
        payments.stream().map(payment -> refunds(payment, random)).toList(),
        random.nextInt(8) == 0);
  }

  private static List<Long> pieces(long whole, int count, Random random) {
    var pieces = new ArrayList<Long>();
    long left = whole;
    for (int i = 1; i < count && left > 1; i++) {
      pieces.add(random.nextLong(1, left));
      left -= pieces.getLast();
    }
    pieces.add(left);
    return pieces;
  }

  /** Thirty percent, or the other seventy, or both, or neither. */
  private static List<Long> refunds(long payment, Random random) {
    var refunds = new ArrayList<>(List.of(payment * 3 / 10, payment - payment * 3 / 10));
    refunds.removeIf(refund -> refund == 0 || random.nextInt(3) == 0);
    return refunds;
  }

  String buyer() {
    return "buyer-of-" + order;
  }

  /** All that is told of it, each once, in the order in which it happens. */
  List<JsonObject> events() {
    var events = new ArrayList<JsonObject>();
    if (!code.isEmpty()) {
      var registration = new JsonObject().put("user_id", buyer()).put("referral_code", code);
      events.add(App.event(order + ".registered", "user.registered", registration));
    }
    if (inOnePayment) {
      var paid = placed().put("invoice_id", invoice(0)).put("paid_at", PAID_AT);
      events.add(App.event(order + ".paid", "order.paid", paid));
    } else {
      events.add(App.event(order + ".created", "order.created", placed()));
    }
    for (int i = 0; i < payments.size(); i++) {
      if (!inOnePayment) {
        events.add(paid(i));
      }
      for (int k = 0; k < refunds.get(i).size(); k++) {
        events.add(refunded(i, k));
      }
    }
    if (cancelled) {
      var data = new JsonObject().put("order_id", order).put("cancelled_at", PAID_AT);
      events.add(App.event(order + ".cancelled", "order.cancelled", data));
    }
    return events;
  }

  private JsonObject placed() {
    return amount(price).put("order_id", order).put("user_id", buyer()).put("tax_amount", tax);
  }

  private JsonObject amount(long minor) {
    return new JsonObject().put("amount", minor).put("currency", currency);
  }

  private String invoice(int number) {
    return order + "/" + number;
  }

  private JsonObject paid(int number) {
    var data =
        amount(payments.get(number))
            .put("order_id", order)
            .put("invoice_id", invoice(number))
            .put("paid_at", PAID_AT);
    return App.event(invoice(number) + ".paid", "invoice.paid", data);
  }

  private JsonObject refunded(int number, int refund) {
    var id = invoice(number) + "/r" + refund;
    var data =
        amount(refunds.get(number).get(refund))
            .put("refund_id", id)
            .put("invoice_id", invoice(number))
            .put("refunded_at", PAID_AT);
    var type = refund == 0 ? "invoice.refunded" : "invoice.charged_back";
    return App.event(id + ".refunded", type, data);
  }

  /** Each event so often under each of so many ids. */
  List<JsonObject> deliveries(int copies, int ids) {
    var deliveries = new ArrayList<JsonObject>();
    for (var event : events()) {
      for (int i = 0; i < copies * ids; i++) {
        deliveries.add(event.copy().put("id", event.getString("id") + "#" + i % ids));
      }
    }
    return deliveries;
  }
}
