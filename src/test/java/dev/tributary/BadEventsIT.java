package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are not what they should be: a 400 that names the field, and none is taken. */
class BadEventsIT {
  private static final String ORDERS =
      """
      # field         | value                     | where the mistake is
      amount          | -1                        | /data/amount
      amount          | 10.5                      | /data/amount
      amount          | 10.0                      | /data/amount
      amount          | 1e3                       | /data/amount
      amount          | "10"                      | /data/amount
      amount          | ""                        | /data/amount
      amount          | 9000000000000001          | /data/amount
      amount          | 9223372036854775807       | /data/amount
      amount          | 9223372036854775808       | /data/amount
      amount          | -9223372036854775809      | /data/amount
      amount          | null                      | /data/amount
      amount          | true                      | /data/amount
      amount          | []                        | /data/amount
      amount          | [10]                      | /data/amount
      amount          | {}                        | /data/amount
      tax_amount      | 11001                     | /data/amount
      tax_amount      | -1                        | /data/tax_amount
      tax_amount      | 0.5                       | /data/tax_amount
      shipping_amount | 10001                     | /data/amount
      shipping_amount | "0"                       | /data/shipping_amount
      discount_amount | -5                        | /data/discount_amount
      currency        | "zzz"                     | /data/currency
      currency        | "us"                      | /data/currency
      currency        | "usdd"                    | /data/currency
      currency        | "ＵＳＤ"                  | /data/currency
      currency        | ""                        | /data/currency
      currency        | 840                       | /data/currency
      currency        | null                      | /data/currency
      paid_at         | "2999-01-01T00:00:00Z"    | /data/paid_at
      paid_at         | "1999-12-31T23:59:59Z"    | /data/paid_at
      paid_at         | "2026-02-30T00:00:00Z"    | /data/paid_at
      paid_at         | "2026-05-01T10:00:00"     | /data/paid_at
      paid_at         | "2026-05-01"              | /data/paid_at
      paid_at         | "+10000-01-01T00:00:00Z"  | /data/paid_at
      paid_at         | "yesterday"               | /data/paid_at
      paid_at         | 1767225600                | /data/paid_at
      paid_at         | null                      | /data/paid_at
      order_id        | ""                        | /data/order_id
      order_id        | 1001                      | /data/order_id
      order_id        | null                      | /data/order_id
      order_id        | "a\\tb"                    | /data/order_id
      order_id        | " "                       | /data/order_id
      invoice_id      | {}                        | /data/invoice_id
      user_id         | null                      | /data/user_id
      user_id         | "a\\nb"                    | /data/user_id
      user_id         | "a b"                     | /data/user_id
      user_id         | ["ben"]                   | /data/user_id
      order_kind      | 7                         | /data/order_kind
      order_kind      | "../product"              | /data/order_kind
      payment_method  | "CARD"                    | /data/payment_method
      status          | "approved"                | /data/status
      rate_ppm        | 1000000                   | /data/rate_ppm
      balance         | 9000000000                | /data/balance
      affiliate_id    | "aff_1"                   | /data/affiliate_id
      taxamount       | 0                         | /data/taxamount
      """;

  private static final String ENVELOPES =
      """
      # field     | value            | where the mistake is
      specversion | "0.3"            | /specversion
      specversion | 1.0              | /specversion
      specversion | null             | /specversion
      id          | ""               | /id
      id          | 7                | /id
      id          | null             | /id
      id          | "a\\tb"           | /id
      source      | ""               | /source
      source      | null             | /source
      type        | "order.deleted"  | /type
      type        | "ORDER.PAID"     | /type
      type        | null             | /type
      type        | 7                | /type
      data        | null             | /data
      data        | "x"              | /data
      data        | []               | /data
      data        | {}               | /data/order_id
      """;

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
    app.bind(app.link("anna"), "ben");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static JsonObject paid(String id) {
    return App.event(id, "order.paid", App.order("ORD-" + id, "ben"));
  }

  private static Object value(String json) {
    return new JsonArray("[" + json + "]").getValue(0);
  }

  private static void assertRefused(Object body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      var answer = app.post("/v1/events", app.shop(), body);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
      var errors = answer.bodyAsJsonObject().getJsonArray("errors");
      assertThat(errors.stream().map(error -> ((JsonObject) error).getString("pointer")))
          .as(errors.encode())
          .contains(pointer);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = ORDERS)
  void anOrderWithABrokenFieldIsRefused(String field, String json, String pointer) {
    var event = paid("broken");
    event.getJsonObject("data").put(field, value(json));
    assertRefused(event, pointer);
    assertRefused(new JsonArray().add(paid("good")).add(event), "/1" + pointer);
  }

  @ParameterizedTest
  @CsvSource({"order_id", "user_id", "amount", "currency", "paid_at"})
  void anOrderWithoutARequiredFieldIsRefused(String field) {
    var event = paid("missing");
    event.getJsonObject("data").remove(field);
    assertRefused(event, "/data/" + field);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = ENVELOPES)
  void anEnvelopeWithABrokenFieldIsRefused(String field, String json, String pointer) {
    assertRefused(paid("envelope").put(field, value(json)), pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          user_id       | null                   | /data/user_id
          user_id       | 7                      | /data/user_id
          referral_code | 7                      | /data/referral_code
          referral_code | "much-too-long-for-any-code-of-ours" | /data/referral_code
          click_id      | "clk_x"                | /data/click_id
          coupon        | ""                     | /data/coupon
          registered_at | "2999-01-01T00:00:00Z" | /data/registered_at
          registered_at | "soon"                 | /data/registered_at
          is_admin      | true                   | /data/is_admin
          """)
  void aRegistrationWithABrokenFieldIsRefused(String field, String json, String pointer) {
    var data = new JsonObject().put("user_id", "cleo").put(field, value(json));
    assertRefused(App.event("registration", "user.registered", data), pointer);
  }

  @Test
  void aListHasOneToAHundredEvents() {
    assertRefused("[]", "");
    var many = new JsonArray();
    IntStream.rangeClosed(0, 100).forEach(i -> many.add(small(i)));
    assertRefused(many, "");
    many.remove(100);
    assertThat(app.post("/v1/events", app.shop(), many).statusCode()).isEqualTo(202);
    var done = "SELECT count(*) FROM inbound_event WHERE status = 'done'";
    App.eventually(() -> app.number(done), number -> number == 100);
  }

  private static JsonObject small(int number) {
    return App.event(
        "s" + number, "user.registered", new JsonObject().put("user_id", "s" + number));
  }

  @Test
  void aListOfSomethingElseIsRefused() {
    assertRefused("[1]", "/0");
    assertRefused("[null]", "/0");
    assertRefused("[[]]", "/0");
    assertRefused("[{}]", "/0/id");
  }

  @Test
  void aListInWhichOneIdIsReusedForOtherDataIsNotTakenAtAll() {
    var first = App.event("r", "user.registered", new JsonObject().put("user_id", "r1"));
    var second = App.event("r", "user.registered", new JsonObject().put("user_id", "r2"));
    try (var _ = Unchanged.database(app)) {
      var answer = app.post("/v1/events", app.shop(), new JsonArray().add(first).add(second));
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(409);
      assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("event_id_reused");
    }
  }
}
