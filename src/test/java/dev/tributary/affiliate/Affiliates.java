package dev.tributary.affiliate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How tests make affiliates, and what staff do to them. */
public final class Affiliates {
  public static final String ALL = "/v1/affiliates";
  public static final String OWN = "/v1/me/affiliate";

  private Affiliates() {}

  /** An installation where people approve affiliates. */
  public static Map<String, String> manual() {
    return Map.of("TRIBUTARY_PROGRAM_APPROVAL_AFFILIATE", "manual");
  }

  /** The id of a user who registers, and waits where people approve. */
  public static String registered(App app, String user) {
    return expect(201, app.post(ALL, app.user(user), "{}")).getString("id");
  }

  public static HttpResponse<Buffer> decide(App app, String id, String action, String token) {
    return app.post(ALL + "/" + id + "/" + action, token, "{}");
  }

  /** Takes actions on an affiliate that have to succeed. */
  public static void decided(App app, String id, List<String> actions) {
    actions.forEach(action -> expect(200, decide(app, id, action, app.staff())));
  }

  public static HttpResponse<Buffer> change(App app, String id, String tag, String body) {
    return app.ask("PATCH", ALL + "/" + id, app.staff(), Map.of("If-Match", tag), body);
  }

  public static JsonObject seen(App app, String id) {
    return expect(200, app.get(ALL + "/" + id, app.staff()));
  }

  public static JsonObject expect(int status, HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    return answer.bodyAsJsonObject();
  }

  public static void refused(int status, String code, HttpResponse<Buffer> answer) {
    assertThat(expect(status, answer).getString("code")).isEqualTo(code);
  }

  /** Which steps are on record, each as action, state and actor, and the same in the audit log. */
  static List<List<String>> steps(App app, String id) {
    var subject = uuid(id);
    var transitions =
        app.rows(
            "SELECT action, to_status, actor FROM transition WHERE subject_id = '%s' ORDER BY id"
                .formatted(subject));
    var audited =
        app.rows(
            """
            SELECT action, after->>'status', actor FROM audit_entry
            WHERE subject_id = '%s' AND action <> 'change_policy' ORDER BY id
            """
                .formatted(subject));
    assertThat(audited).isEqualTo(transitions);
    return transitions;
  }

  /** The types of the events about an affiliate, in their order. */
  static List<String> events(App app, String id) {
    return app
        .rows("SELECT type FROM outbox WHERE data->>'affiliate_id' = '" + id + "' ORDER BY id")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  static UUID uuid(String id) {
    return AffiliateId.parse(id).orElseThrow().value();
  }
}
