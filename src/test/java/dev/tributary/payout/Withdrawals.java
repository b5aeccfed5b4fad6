package dev.tributary.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.UUID;

/** Affiliates with money, and how they withdraw it. */
public final class Withdrawals {
  public static final String OWN = "/v1/me/payouts";

  private Withdrawals() {}

  /** Makes the user an affiliate who has so much available, in cents, by one paid order. */
  public static void earn(App app, String user, int minor) {
    var friend = "friend_of_" + UUID.randomUUID();
    app.bind(app.link(user), friend);
    var before = app.balance(user).getInteger("available", 0);
    var order = App.order("O-" + friend, friend).put("amount", 10 * minor + 1000);
    app.report(friend, "order.paid", order);
    App.eventually(() -> app.balance(user), b -> b.getInteger("available", 0) == before + minor);
  }

  public static JsonObject wish(int minor, String method) {
    return new JsonObject().put("amount", minor).put("currency", "usd").put("method", method);
  }

  /** Asks for a payout under a key that nobody used. */
  public static HttpResponse<Buffer> request(App app, String user, int minor, String method) {
    return app.post(OWN, app.user(user), newKey(), wish(minor, method));
  }

  /** Like {@link #request}, for requests that race each other. */
  public static Future<HttpResponse<Buffer>> send(App app, String user, int minor, String key) {
    return app.send(OWN, app.user(user), key, wish(minor, "internal_balance"));
  }

  /** The id of a payout that waits for finance. */
  public static String requested(App app, String user, int minor) {
    var answer = request(app, user, minor, "bank_transfer");
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    assertThat(answer.bodyAsJsonObject().getString("status")).isEqualTo("requested");
    return answer.bodyAsJsonObject().getString("id");
  }

  /** Takes an action on a payout, as staff. */
  public static HttpResponse<Buffer> decide(App app, String id, String action, String token) {
    return app.post("/v1/payouts/" + id + "/" + action, token, "{}");
  }

  /** Takes an action on a payout that has to succeed. */
  public static JsonObject decided(App app, String id, String action) {
    var answer = decide(app, id, action, app.staff());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  public static String code(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getString("code");
  }

  public static String newKey() {
    return UUID.randomUUID().toString();
  }
}
