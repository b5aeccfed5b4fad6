package dev.tributary.affiliate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the paths of affiliates refuse: a 4xx that names the field, and nothing has changed. */
class AffiliateBadInputIT {
  private static final String ALL = Affiliates.ALL;

  private static App app;
  private static String id;

  @BeforeAll
  static void start() {
    app = App.start(Affiliates.manual());
    id = Affiliates.registered(app, "anna");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  static void assertNamed(HttpResponse<Buffer> answer, String pointer) {
    var problem = Affiliates.expect(400, answer);
    assertThat(
            problem.getJsonArray("errors").stream().map(e -> ((JsonObject) e).getString("pointer")))
        .as(answer.bodyAsString())
        .contains(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"user_id":""}                         | /user_id
          {"user_id":7}                          | /user_id
          {"user_id":"two words"}                | /user_id
          {"user_id":"ünï"}                      | /user_id
          {"user_id":"ben","status":"active"}    | /status
          {"user_id":"ben","source":"user"}      | /source
          {"user_id":"ben","can_invite":true}    | /can_invite
          {"user_id":"ben","balance":1}          | /balance
          """)
  void aRegistrationThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(app.post(ALL, app.staff(), body), pointer);
      assertNamed(app.post(ALL, app.shop(), body), pointer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"reason":""}            | /reason
          {"reason":7}             | /reason
          {"reason":"a\\u0007b"}   | /reason
          {"status":"active"}      | /status
          {"actor":"system"}       | /actor
          """)
  void aReasonThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(app.post(ALL + "/" + id + "/approve", app.staff(), body), pointer);
      assertNamed(app.post(Affiliates.OWN + "/reapply", app.user("anna"), body), pointer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"rate_ppm_override":-1}                 | /rate_ppm_override
          {"rate_ppm_override":1000001}            | /rate_ppm_override
          {"rate_ppm_override":1.5}                | /rate_ppm_override
          {"rate_ppm_override":"10"}               | /rate_ppm_override
          {"rate_ppm_override":99999999999999999}  | /rate_ppm_override
          {"max_triggers_override":0}              | /max_triggers_override
          {"max_triggers_override":true}           | /max_triggers_override
          {"can_invite":null}                      | /can_invite
          {"can_invite":"yes"}                     | /can_invite
          {"wallet_kind":"purse"}                  | /wallet_kind
          {"wallet_kind":null}                     | /wallet_kind
          {"tags":"vip"}                           | /tags
          {"tags":null}                            | /tags
          {"tags":["Not A Word"]}                  | /tags/0
          {"tags":["a","a"]}                       | /tags
          {"status":"active"}                      | /status
          {"user_id":"ben"}                        | /user_id
          """)
  void aPolicyThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(Affiliates.change(app, id, "\"1\"", body), pointer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "*", "W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"12345678901\""})
  void aVersionThatIsNoneIsNamed(String tag) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(Affiliates.change(app, id, tag, "{\"can_invite\":false}"), "If-Match");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"ids":["ID"]}                                   | /action
          {"action":"reapply","ids":["ID"]}                | /action
          {"action":"delete","ids":["ID"]}                 | /action
          {"action":"approve"}                             | /ids
          {"action":"approve","ids":[]}                    | /ids
          {"action":"approve","ids":"ID"}                  | /ids
          {"action":"approve","ids":["ID","ID"]}           | /ids
          {"action":"approve","ids":["aff_1"]}             | /ids/0
          {"action":"approve","ids":["ID"],"status":"x"}   | /status
          {"action":"approve","ids":["ID"],"reason":"\\u0007"} | /reason
          """)
  void aBulkThatIsWrongIsNamed(String body, String pointer) {
    try (var _ = Unchanged.database(app)) {
      assertNamed(app.post(ALL + "/bulk", app.staff(), body.replace("ID", id)), pointer);
    }
  }

  @Test
  void aBulkHasAHundredAtMost() {
    var ids = new JsonArray();
    for (int i = 0; i <= 100; i++) {
      ids.add("aff_%026d".formatted(i));
    }
    var body = new JsonObject().put("action", "approve").put("ids", ids);
    assertNamed(app.post(ALL + "/bulk", app.staff(), body), "/ids");
    ids.remove(100);
    var answer = Affiliates.expect(200, app.post(ALL + "/bulk", app.staff(), body));
    assertThat(answer.getInteger("refused")).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/affiliates?status=open, status",
    "/v1/affiliates?source=staff, source",
    "/v1/affiliates?q=, q",
    "/v1/affiliates?q=%00, q",
    "/v1/affiliates?limit=0, limit",
    "/v1/affiliates?limit=101, limit",
    "/v1/affiliates?cursor=1, cursor",
    "/v1/affiliates/x, id",
    "/v1/affiliates/bulk, id",
    "/v1/affiliates/po_00000000000000000000000000, id",
    "/v1/affiliates/x/codes, id",
    "/v1/me/codes?cursor=x, cursor"
  })
  void aPlaceThatIsNoneIsNamed(String path, String name) {
    assertNamed(app.get(path, app.token("anna", "admin")), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/approve", "/codes"})
  void whatIsNotThereIs404ForStaff(String path) {
    var place = ALL + "/aff_00000000000000000000000000" + path;
    var method = path.equals("/approve") ? "POST" : "GET";
    Affiliates.refused(
        404, "affiliate_not_found", app.ask(method, place, app.staff(), Map.of(), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "{", "{} {}", "{\"reason\":\"\\u0000\"}"})
  void aBodyThatIsNoObjectIs400(String body) {
    try (var _ = Unchanged.database(app)) {
      Affiliates.expect(400, app.post(ALL, app.user("ben"), body));
      Affiliates.expect(400, app.post(ALL + "/bulk", app.staff(), body));
      Affiliates.expect(400, app.post(ALL + "/" + id + "/approve", app.staff(), body));
      Affiliates.expect(400, Affiliates.change(app, id, "\"1\"", body));
      Affiliates.expect(400, app.post("/v1/me/codes", app.user("anna"), body));
    }
  }
}
