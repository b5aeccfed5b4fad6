package dev.tributary.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the paths of payouts refuse: a 4xx that names the field, and nothing has changed. */
class PayoutBadInputIT {
  /** Body, and where the mistake is. */
  private static final String WISHES =
      """
      {}                                                                          | /amount
      {"amount":null,"currency":"usd","method":"paypal"}                          | /amount
      {"amount":"1000","currency":"usd","method":"paypal"}                        | /amount
      {"amount":0,"currency":"usd","method":"paypal"}                             | /amount
      {"amount":-1,"currency":"usd","method":"paypal"}                            | /amount
      {"amount":1.5,"currency":"usd","method":"paypal"}                           | /amount
      {"amount":1e3,"currency":"usd","method":"paypal"}                           | /amount
      {"amount":9000000000000001,"currency":"usd","method":"paypal"}              | /amount
      {"amount":9223372036854775808,"currency":"usd","method":"paypal"}           | /amount
      {"amount":99999999999999999999999999,"currency":"usd","method":"paypal"}    | /amount
      {"amount":[1],"currency":"usd","method":"paypal"}                           | /amount
      {"amount":1,"method":"paypal"}                                              | /currency
      {"amount":1,"currency":"","method":"paypal"}                                | /currency
      {"amount":1,"currency":"us","method":"paypal"}                              | /currency
      {"amount":1,"currency":"zzz","method":"paypal"}                             | /currency
      {"amount":1,"currency":7,"method":"paypal"}                                 | /currency
      {"amount":1,"currency":"usd"}                                               | /method
      {"amount":1,"currency":"usd","method":""}                                   | /method
      {"amount":1,"currency":"usd","method":"cash_by_mail"}                       | /method
      {"amount":1,"currency":"usd","method":"'; DROP TABLE payout"}               | /method
      {"amount":1,"currency":"usd","method":"paypal","status":"paid"}             | /status
      {"amount":1,"currency":"usd","method":"paypal","user_id":"ben"}             | /user_id
      {"amount":1,"currency":"usd","method":"paypal","affiliate_id":"aff_1"}      | /affiliate_id
      {"amount":1,"currency":"usd","method":"paypal","balance":9}                 | /balance
      {"amount":1,"currency":"usd","method":"paypal","fee":0}                     | /fee
      """;

  private static App app;
  private static String id;

  @BeforeAll
  static void start() {
    app = App.start();
    Withdrawals.earn(app, "anna", 1000);
    id = Withdrawals.requested(app, "anna", 500);
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  private static void assertNamed(HttpResponse<?> answer, String pointer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    var errors = answer.bodyAsJsonObject().getJsonArray("errors");
    assertThat(errors.stream().map(e -> ((JsonObject) e).getString("pointer")))
        .as(answer.bodyAsString())
        .contains(pointer);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = WISHES)
  void aWishThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      var key = Withdrawals.newKey();
      assertNamed(app.post(Withdrawals.OWN, app.user("anna"), key, body), pointer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"reason":""}                    | /reason
          {"reason":7}                     | /reason
          {"reason":"a\\u0007b"}           | /reason
          {"reference":"a\\nb"}            | /reference
          {"status":"paid"}                | /status
          {"amount":1}                     | /amount
          {"actor":"system"}               | /actor
          """)
  void aNoteThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(app.post("/v1/payouts/" + id + "/approve", app.staff(), body), pointer);
      assertNamed(
          app.post(Withdrawals.OWN + "/" + id + "/cancel", app.user("anna"), body), pointer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "{", "\"x\"", "{} {}", "{\"reason\":\"\\u0000\"}"})
  void aBodyThatIsNoObjectIs400(String body) {
    try (var _ = Unchanged.database(app)) {
      var key = Withdrawals.newKey();
      var wish = app.post(Withdrawals.OWN, app.user("anna"), key, body);
      assertThat(wish.statusCode()).isEqualTo(400);
      var note = app.post("/v1/payouts/" + id + "/approve", app.staff(), body);
      assertThat(note.statusCode()).isEqualTo(400);
      assertThat(app.post("/v1/payout-batches", app.staff(), body).statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/payouts?status=open, status",
    "/v1/payouts?status=, status",
    "/v1/payouts?affiliate=anna, affiliate",
    "/v1/payouts?from=yesterday, from",
    "/v1/payouts?from=2026-02-30, from",
    "/v1/payouts?to=2026-13-01, to",
    "/v1/payouts?limit=0, limit",
    "/v1/payouts?limit=101, limit",
    "/v1/payouts?limit=x, limit",
    "/v1/payouts?limit=1e1, limit",
    "/v1/payouts?cursor=1, cursor",
    "/v1/payouts?cursor=po_' OR 1=1, cursor",
    "/v1/payouts/x, id",
    "/v1/payouts/%00, id",
    "/v1/payouts/po_zzzzzzzzzzzzzzzzzzzzzzzzzz, id",
    "/v1/me/payouts/aff_00000000000000000000000000, id",
    "/v1/payout-batches/po_00000000000000000000000000, id"
  })
  void aPlaceThatIsNoneIsNamed(String path, String name) {
    assertNamed(app.get(path.replace(" ", "%20"), app.staff()), name);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/payouts/po_00000000000000000000000000, payout_not_found",
    "/v1/payout-batches/pob_00000000000000000000000000, payout_batch_not_found",
    "/v1/payout-batches/pob_00000000000000000000000000/export, payout_batch_not_found"
  })
  void whatIsNotThereIs404ForStaff(String path, String code) {
    var answer = app.get(path, app.staff());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Withdrawals.code(answer)).isEqualTo(code);
  }

  @Test
  void aBatchNamesItsMethodAndCurrency() {
    try (var _ = Unchanged.database(app)) {
      assertNamed(app.post("/v1/payout-batches", app.staff(), "{\"currency\":\"usd\"}"), "/method");
      assertNamed(
          app.post("/v1/payout-batches", app.staff(), "{\"method\":\"a\",\"currency\":\"zzz\"}"),
          "/currency");
      var none = "{\"method\":\"paypal\",\"currency\":\"usd\"}";
      var empty = app.post("/v1/payout-batches", app.staff(), none);
      assertThat(Withdrawals.code(empty)).isEqualTo("nothing_to_pay");
    }
  }

  @Test
  void aDecisionNeedsNoBody() {
    var answer =
        app.client()
            .post("/v1/payouts/" + id + "/approve")
            .bearerTokenAuthentication(app.staff())
            .send()
            .await();
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
  }
}
