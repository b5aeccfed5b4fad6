package dev.tributary.bench;

import java.time.Instant;

/**
 * The events of the benchmark of commissions: orders that were paid, by number. Each is of one of
 * ten thousand referred users, in an order that is mixed but the same in every run, and earns 10.00.
 */
final class Orders {
  static final int USERS = 10_000;
  static final String TYPE = "order.paid";
  static final String SOURCE = "/shop";

  private static final long FIRST_PAID_AT = Instant.parse("2026-05-01T00:00:00Z").getEpochSecond();
  private static final long MIX = 2_654_435_761L;

  private Orders() {}

  static String eventId(long number) {
    return "paid-" + number;
  }

  static String orderId(long number) {
    return "O-" + number;
  }

  static String data(long number) {
    return "{\"order_id\":\"%s\",\"user_id\":\"buyer-%d\",\"order_kind\":\"product\","
            .formatted(orderId(number), Math.floorMod(number * MIX, USERS))
        + "\"payment_method\":\"card\",\"invoice_id\":\"I-%d\",\"amount\":11000,".formatted(number)
        + "\"tax_amount\":1000,\"shipping_amount\":0,\"discount_amount\":0,\"currency\":\"usd\","
        + "\"paid_at\":\"%s\"}".formatted(Instant.ofEpochSecond(FIRST_PAID_AT + number));
  }

  static String cloudEvent(long number) {
    return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"%s\",\"data\":%s}"
        .formatted(eventId(number), SOURCE, TYPE, data(number));
  }
}
