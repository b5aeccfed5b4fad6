package dev.tributary.commission.review;

import static dev.tributary.commission.review.Reviews.INVOICES;
import static dev.tributary.commission.review.Reviews.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.commission.review.Reviews.Case;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of commissions: what passes a filter, page by page, and what is refused. */
class ReviewListIT {
  private static App app;
  private static Case annas;
  private static Case bens;
  private static Case revoked;

  @BeforeAll
  static void start() {
    app = App.start(Reviews.MANUAL);
    annas = Reviews.pending(app, "anna");
    bens = Reviews.approved(app, "ben");
    revoked = Reviews.approved(app, "rita");
    app.execute("UPDATE affiliate SET status = 'revoked' WHERE user_id = 'rita'");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  /** Filter, and whose order passes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status=pending                               | anna
          status=approved                              | rita ben
          status=approved&affiliate=ben                | ben
          status=rejected                              |
          affiliate=rita                               | rita
          affiliate_status=revoked                     | rita
          affiliate_status=active                      | ben anna
          currency=usd&affiliate=anna                  | anna
          currency=USD                                 | rita ben anna
          currency=eur                                 |
          from=2020-01-01T00:00:00Z                    | rita ben anna
          to=2020-01-01T00:00:00Z                      |
          limit=100                                    | rita ben anna
          """)
  void aFilterShowsWhatPassesNewestFirst(String filter, String users) {
    var expected = users == null ? List.<String>of() : List.of(users.split(" "));
    for (var list : List.of(ORDERS, INVOICES)) {
      assertThat(Reviews.list(app, list + "?" + filter))
          .extracting(row -> row.getString("affiliate_user_id"))
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void anOrderIsFoundByItsId() {
    assertThat(Reviews.list(app, ORDERS + "?order_id=" + annas.order()))
        .extracting(row -> row.getString("id"))
        .containsExactly(annas.oc());
    assertThat(Reviews.list(app, INVOICES + "?order_id=" + bens.order()))
        .extracting(row -> row.getString("id"))
        .containsExactly(bens.ic());
  }

  @Test
  void whatARevokedAffiliateEarnedStaysVisible() {
    var order = Reviews.get(app, ORDERS, revoked.oc());
    assertThat(order.getString("affiliate_status")).isEqualTo("revoked");
    assertThat(order.getString("affiliate_user_id")).isEqualTo("rita");
    assertThat(order.getInteger("rate_ppm")).isEqualTo(100_000);
    var invoice = Reviews.get(app, INVOICES, revoked.ic());
    assertThat(invoice.getString("affiliate_status")).isEqualTo("revoked");
    assertThat(invoice.getInteger("amount")).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {ORDERS, INVOICES})
  void pagesShowEverythingOnce(String list) {
    var seen = new ArrayList<String>();
    var path = list + "?limit=2";
    var page = app.get(path, app.staff()).bodyAsJsonObject();
    seen.addAll(ids(page));
    while (page.getBoolean("has_more")) {
      var next = page.getString("next_cursor");
      page = app.get(path + "&cursor=" + next, app.staff()).bodyAsJsonObject();
      seen.addAll(ids(page));
      assertPointer(app.get(path + "&status=pending&cursor=" + next, app.staff()), "cursor");
    }
    assertThat(seen).hasSize(3).doesNotHaveDuplicates();
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("data").stream().map(r -> ((JsonObject) r).getString("id")).toList();
  }

  private static void assertPointer(HttpResponse<Buffer> answer, String pointer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getJsonArray("errors").encode())
        .contains("\"pointer\":\"" + pointer + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "status=open, status",
    "status=, status",
    "affiliate_status=gone, affiliate_status",
    "affiliate=%20, affiliate",
    "order_id=, order_id",
    "currency=zzz, currency",
    "currency=us, currency",
    "from=yesterday, from",
    "from=1999-01-01T00:00:00Z, from",
    "to=2026-02-30T00:00:00Z, to",
    "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "limit=0, limit",
    "limit=101, limit",
    "limit=x, limit",
    "cursor=x, cursor"
  })
  void aQuestionThatIsWrongIsNamed(String filter, String name) {
    assertPointer(app.get(ORDERS + "?" + filter, app.staff()), name);
    assertPointer(app.get(INVOICES + "?" + filter, app.staff()), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"reason":""}              | /reason
          {"reason":7}               | /reason
          {"reason":"a\\u0007b"}     | /reason
          {"status":"approved"}      | /status
          {"rate_ppm":1000000}       | /rate_ppm
          {"user_id":"mallory"}      | /user_id
          {"balance":1}              | /balance
          []                         |
          null                       |
          {                          |
          """)
  void aNoteThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      var order = app.post(ORDERS + "/" + annas.oc() + "/approve", app.staff(), body);
      assertPointer(order, pointer == null ? "" : pointer);
      var invoice = app.post(INVOICES + "/" + annas.ic() + "/reject", app.staff(), body);
      assertPointer(invoice, pointer == null ? "" : pointer);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    var none = "_01k8z4v8xke5sbyt3n6d7w9f2g";
    assertMissing(app.get(ORDERS + "/oc" + none, app.staff()), "order_commission_not_found");
    assertMissing(app.get(INVOICES + "/ic" + none, app.staff()), "invoice_commission_not_found");
    assertMissing(
        Reviews.decide(app, ORDERS, "oc" + none, "approve"), "order_commission_not_found");
    assertMissing(
        Reviews.decide(app, INVOICES, "ic" + none, "approve"), "invoice_commission_not_found");
    assertPointer(app.get(ORDERS + "/ic" + none, app.staff()), "id");
  }

  private static void assertMissing(HttpResponse<Buffer> answer, String code) {
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Reviews.code(answer)).isEqualTo(code);
  }
}
