package dev.tributary.commission.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Commissions that wait for staff, and what staff do about them. */
final class Reviews {
  static final String ORDERS = "/v1/order-commissions";
  static final String INVOICES = "/v1/invoice-commissions";

  /** Settings under which nothing is approved by itself. */
  static final Map<String, String> MANUAL =
      Map.of(
          "TRIBUTARY_PROGRAM_APPROVAL_ORDER", "manual",
          "TRIBUTARY_PROGRAM_APPROVAL_INVOICE", "manual",
          "TRIBUTARY_LIMITS_USER_REQUESTS", "100000");

  private Reviews() {}

  /** The ids of an order, its commission, and the commission of its one payment. */
  record Case(String order, String oc, String ic) {
    String invoice() {
      return "INV-" + order;
    }
  }

  /** An order that earned its affiliate 10.00 usd, and nobody has decided about. */
  static Case pending(App app, String affiliate) {
    var order = newOrder(app, affiliate);
    app.report(order, "order.paid", App.order(order, "friend-" + order));
    return find(app, order);
  }

  /** An order of somebody whom the affiliate has brought. */
  static String newOrder(App app, String affiliate) {
    var order = "O-" + UUID.randomUUID();
    app.bind(app.link(affiliate), "friend-" + order);
    return order;
  }

  /** The same, with the order approved. */
  static Case orderApproved(App app, String affiliate) {
    var made = pending(app, affiliate);
    decided(app, ORDERS, made.oc(), "approve");
    return made;
  }

  /** The same, with the payment approved, too. */
  static Case approved(App app, String affiliate) {
    var made = orderApproved(app, affiliate);
    decided(app, INVOICES, made.ic(), "approve");
    return made;
  }

  static Case find(App app, String order) {
    var parts =
        App.eventually(() -> list(app, INVOICES + "?order_id=" + order), found -> !found.isEmpty());
    var part = parts.getFirst();
    return new Case(order, part.getString("order_commission_id"), part.getString("id"));
  }

  static List<JsonObject> list(App app, String path) {
    var answer = app.get(path, app.staff());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    var data = answer.bodyAsJsonObject().getJsonArray("data");
    return IntStream.range(0, data.size()).mapToObj(data::getJsonObject).toList();
  }

  static JsonObject get(App app, String list, String id) {
    var answer = app.get(list + "/" + id, app.staff());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  static String status(App app, String list, String id) {
    return get(app, list, id).getString("status");
  }

  static HttpResponse<Buffer> decide(App app, String list, String id, String action) {
    return app.post(list + "/" + id + "/" + action, app.staff(), "{}");
  }

  /** A decision that has to succeed. */
  static JsonObject decided(App app, String list, String id, String action) {
    var answer = decide(app, list, id, action);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  static String code(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getString("code");
  }

  /** Reports a refund of so many cents, and waits until it is decided. */
  static void refund(App app, Case made, int minor) {
    var id = "RF-" + UUID.randomUUID();
    int before = app.decisions(made.order()).size();
    var refund =
        new JsonObject()
            .put("refund_id", id)
            .put("invoice_id", made.invoice())
            .put("amount", minor)
            .put("currency", "usd")
            .put("refunded_at", "2026-05-03T10:00:00Z");
    app.report(id, "invoice.refunded", refund);
    App.eventually(() -> app.decisions(made.order()).size(), count -> count > before);
  }
}
