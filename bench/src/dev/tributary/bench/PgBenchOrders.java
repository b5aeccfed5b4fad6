package dev.tributary.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The script of an order for pgbench, which makes up the event that the others get by message. */
final class PgBenchOrders {
  private static final List<String> IDS =
      List.of(
          "event", "decision", "commission", "part", "credit", "release", "news_1", "news_2",
          "news_3", "news_4", "news_5");

  /** Ids that begin with the time, as those of the service. */
  private static final String ID =
      """
      (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
        || left(md5(random()::text), 3) || '8' || left(md5(random()::text), 15))::uuid AS %s""";

  private static final String EVENT =
      """
      \\set n random(1, 1000000000000)
      \\set user random(0, %d)
      SELECT '/shop' AS source, 'paid-' || :n AS event_id, 'O-' || :n AS order_id,
             'buyer-' || :user AS user_id, 'I-' || :n AS invoice_id,
             '2026-05-01T10:00:00Z' AS paid_at,
             jsonb_build_object('order_id', 'O-' || :n, 'user_id', 'buyer-' || :user,
               'order_kind', 'product', 'payment_method', 'card', 'invoice_id', 'I-' || :n,
               'amount', 11000, 'tax_amount', 1000, 'shipping_amount', 0, 'discount_amount', 0,
               'currency', 'usd', 'paid_at', '2026-05-01T10:00:00Z') AS data,
             %s \\gset
      """;

  private PgBenchOrders() {}

  static String script() {
    var ids = IDS.stream().map(ID::formatted).collect(Collectors.joining(", "));
    return Stream.of(EVENT.formatted(Orders.USERS - 1, ids), "BEGIN;\n", Script.text(), "COMMIT;\n")
        .collect(Collectors.joining());
  }
}
