package dev.tributary.affiliate;

import static dev.tributary.affiliate.Affiliates.ALL;
import static dev.tributary.affiliate.Affiliates.decide;
import static dev.tributary.affiliate.Affiliates.expect;
import static dev.tributary.affiliate.Affiliates.refused;
import static dev.tributary.affiliate.Affiliates.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes of an affiliate: how many, of which form, whose, and until when. */
class CodeIT {
  private static final String CODES = "/v1/me/codes";

  /** How long another instance may take to forget a code. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeAndForget();
  }

  private static HttpResponse<Buffer> create(String user, String body) {
    return app.post(CODES, app.user(user), body);
  }

  private static String invite(String user) {
    return expect(201, create(user, "{\"kind\":\"invite\"}")).getString("code");
  }

  private static HttpResponse<Buffer> remove(String user, String code) {
    return app.ask("DELETE", CODES + "/" + code, app.user(user), Map.of(), "");
  }

  @Test
  void anInviteCodeIsMadeUpAndLeadsToTheDefault() {
    registered(app, "anna");
    var made = expect(201, create("anna", "{\"kind\":\"invite\"}"));
    assertThat(made.getString("code")).matches("[2-9A-HJ-NP-Z]{8}").doesNotContain("I", "L", "O");
    assertThat(made.getValue("destination_url")).isNull();
    assertThat(app.get("/r/" + made.getString("code"), "").statusCode()).isEqualTo(302);
    assertThat(
            app.rows(
                "SELECT actor, after->>'code' FROM audit_entry WHERE subject_type = 'code'"
                    + " AND after->>'code' = '"
                    + made.getString("code")
                    + "'"))
        .containsExactly(List.of("anna", made.getString("code")));
  }

  @Test
  void aWordOfOnesOwnBindsInAnyCaseAndIsNobodyElses() {
    registered(app, "vera");
    registered(app, "walt");
    var body = "{\"kind\":\"vanity\",\"code\":\"Vera-26\"}";
    assertThat(expect(201, create("vera", body)).getString("code")).isEqualTo("VERA-26");
    assertThat(app.bind("vera-26", "vera_friend").getString("affiliate_user_id")).isEqualTo("vera");
    assertThat(other.get("/r/vErA-26", "").statusCode()).isEqualTo(302);
    try (var _ = Unchanged.database(app)) {
      refused(409, "code_taken", create("walt", body.replace("Vera", "VERA")));
      refused(409, "code_taken", create("vera", body));
    }
    expect(200, remove("vera", "vera-26"));
    refused(409, "code_taken", create("walt", body));
    refused(409, "code_taken", create("vera", body));
  }

  @Test
  void aCouponBindsWhoRedeemsIt() {
    registered(app, "cora");
    expect(201, create("cora", "{\"kind\":\"coupon\",\"code\":\"CORA10\"}"));
    var data = new JsonObject().put("user_id", "redeemer").put("coupon", "cora10");
    expect(202, app.report("reg-redeemer", "user.registered", data));
    App.eventually(
        () ->
            app.rows("SELECT affiliate_user_id FROM referral WHERE referred_user_id = 'redeemer'"),
        rows -> rows.equals(List.of(List.of("cora"))));
  }

  @Test
  void aCodeThatIsSwitchedOffLeadsNowhereAndBindsNobodyOnAnyInstance() {
    registered(app, "otto");
    var code = invite("otto");
    assertThat(other.get("/r/" + code, "").statusCode()).isEqualTo(302);
    var off = expect(200, remove("otto", code.toLowerCase(Locale.ROOT)));
    assertThat(off.getBoolean("active")).isFalse();
    App.eventually(SOON, () -> other.get("/r/" + code, "").statusCode(), status -> status == 404);
    var late = new JsonObject().put("code", code).put("new_user_id", "late");
    refused(409, "code_inactive", other.post("/verify-referral", other.shop(), late));
    try (var _ = Unchanged.database(app)) {
      assertThat(expect(200, remove("otto", code))).isEqualTo(off);
    }
  }

  @Test
  void somebodyElsesCodeIs403AlikeWhetherItExistsOrNot() {
    registered(app, "mine");
    registered(app, "theirs");
    var code = invite("theirs");
    try (var _ = Unchanged.database(app)) {
      refused(403, "forbidden", remove("mine", code));
      refused(403, "forbidden", remove("mine", "NOSUCH22"));
      refused(403, "forbidden", remove("no_affiliate", code));
    }
  }

  @Test
  void onlyActiveCodesCountTowardsTheLimit() {
    registered(app, "lina");
    var codes = new ArrayList<String>();
    for (int i = 0; i < 10; i++) {
      codes.add(invite("lina"));
    }
    refused(409, "code_limit_reached", create("lina", "{\"kind\":\"invite\"}"));
    expect(200, remove("lina", codes.getFirst()));
    invite("lina");
    var id = expect(200, app.get("/v1/me/affiliate", app.user("lina"))).getString("id");
    var seen = pages("/v1/affiliates/" + id + "/codes", app.staff());
    assertThat(seen).hasSize(11).isEqualTo(pages(CODES, app.user("lina")));
    assertThat(seen.getLast()).isEqualTo(codes.getFirst());
    refused(403, "forbidden", app.get("/v1/affiliates/" + id + "/codes", app.user("lina")));
  }

  private static List<String> pages(String path, String token) {
    var codes = new ArrayList<String>();
    var cursor = "";
    do {
      var page = expect(200, app.get(path + "?limit=4" + cursor, token));
      page.getJsonArray("data").forEach(c -> codes.add(((JsonObject) c).getString("code")));
      cursor = "&cursor=" + page.getString("next_cursor");
    } while (!cursor.equals("&cursor=null"));
    return codes;
  }

  @Test
  void whoIsNotActiveGetsNoCode() {
    refused(404, "affiliate_not_found", create("nobody", "{\"kind\":\"invite\"}"));
    refused(404, "affiliate_not_found", app.get(CODES, app.user("nobody")));
    var id = registered(app, "rolf");
    expect(200, decide(app, id, "revoke", app.staff()));
    refused(409, "affiliate_revoked", create("rolf", "{\"kind\":\"invite\"}"));
    assertThat(app.get(ALL + "/" + id, app.staff()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                                                     | /kind
          {"kind":"link"}                                                        | /kind
          {"kind":7}                                                             | /kind
          {"kind":"invite","code":"MINE2345"}                                    | /code
          {"kind":"vanity"}                                                      | /code
          {"kind":"vanity","code":null}                                          | /code
          {"kind":"vanity","code":"ab"}                                          | /code
          {"kind":"vanity","code":"-abc"}                                        | /code
          {"kind":"vanity","code":"a b c"}                                       | /code
          {"kind":"vanity","code":"äöü"}                                         | /code
          {"kind":"coupon","code":"a/../b"}                                      | /code
          {"kind":"vanity","code":"abcdefghijklmnopqrstuvwxyz1234567"}           | /code
          {"kind":"invite","destination_url":"https://evil.example/"}            | /destination_url
          {"kind":"invite","destination_url":"javascript:alert(1)"}              | /destination_url
          {"kind":"invite","destination_url":7}                                  | /destination_url
          {"kind":"invite","active":false}                                       | /active
          {"kind":"invite","user_id":"ben"}                                      | /user_id
          """)
  void aWishThatIsWrongIsNamed(String body, String pointer) {
    app.link("wisher");
    try (var _ = Unchanged.database(app)) {
      AffiliateBadInputIT.assertNamed(create("wisher", body), pointer);
    }
  }
}
