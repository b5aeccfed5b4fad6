package dev.tributary.affiliate;

import static dev.tributary.affiliate.Affiliates.ALL;
import static dev.tributary.affiliate.Affiliates.OWN;
import static dev.tributary.affiliate.Affiliates.change;
import static dev.tributary.affiliate.Affiliates.decide;
import static dev.tributary.affiliate.Affiliates.decided;
import static dev.tributary.affiliate.Affiliates.events;
import static dev.tributary.affiliate.Affiliates.expect;
import static dev.tributary.affiliate.Affiliates.refused;
import static dev.tributary.affiliate.Affiliates.registered;
import static dev.tributary.affiliate.Affiliates.seen;
import static dev.tributary.affiliate.Affiliates.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How somebody becomes an affiliate, what staff make of it, and what is on record afterwards. */
class AffiliateIT {
  /** How long another instance may take to forget a code. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start(Affiliates.manual());
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private static String of(String user) {
    return new JsonObject().put("user_id", user).encode();
  }

  @Test
  void aUserRegistersThemselvesAndWaits() {
    var id = registered(app, "anna");
    assertThat(steps(app, id)).containsExactly(List.of("create", "pending", "anna"));
    assertThat(events(app, id)).containsExactly("affiliate.created");
    assertThat(seen(app, id).getString("source")).isEqualTo("user");
    var own = expect(200, app.get(OWN, app.user("anna")));
    assertThat(own.getString("status")).isEqualTo("pending");
    assertThat(own.fieldNames()).doesNotContain("tags", "version", "source");
    refused(403, "forbidden", app.post(ALL, app.user("anna"), of("somebody_else")));
    refused(404, "affiliate_not_found", app.get(OWN, app.user("nobody")));
  }

  @Test
  void whoIsOneAlreadyIsToldWithTheAffiliate() {
    var id = registered(app, "twice");
    for (var token : List.of(app.user("twice"), app.staff(), app.shop())) {
      var answer = app.post(ALL, token, of("twice"));
      refused(409, "affiliate_exists", answer);
      assertThat(answer.bodyAsJsonObject().getJsonObject("resource"))
          .isEqualTo(
              new JsonObject().put("type", "affiliate").put("id", id).put("status", "pending"));
    }
    assertThat(steps(app, id)).hasSize(1);
  }

  /** Whatever the settings approve: there is a person, and their name is on both steps. */
  @Test
  void whomStaffRegisterTheyApproveInTwoStepsOnRecord() {
    var token = app.token("rita", "reviewer");
    var made = expect(201, app.post(ALL, token, of("direct")));
    var id = made.getString("id");
    assertThat(made.getString("status")).isEqualTo("active");
    assertThat(made.getString("source")).isEqualTo("staff_direct");
    assertThat(steps(app, id))
        .containsExactly(
            List.of("create", "pending", "rita"), List.of("approve", "active", "rita"));
    assertThat(events(app, id)).containsExactly("affiliate.created", "affiliate.approved");
    assertThat(listed("source=staff_direct&q=direct")).containsExactly("direct");
  }

  @Test
  void staffWithoutThatRightRegisterNobody() {
    try (var _ = Unchanged.database(app)) {
      refused(403, "forbidden", app.post(ALL, app.token("fin", "finance"), of("by_finance")));
    }
  }

  @Test
  void staffRegisterThemselvesLikeAnybody() {
    var made = expect(201, app.post(ALL, app.token("ron", "reviewer"), of("ron")));
    assertThat(made.getString("status")).isEqualTo("pending");
    assertThat(seen(app, made.getString("id")).getString("source")).isEqualTo("user");
  }

  @Test
  void whomAServiceRegistersWaitsUnlessTheSettingsApprove() {
    var made = expect(201, app.post(ALL, app.shop(), of("served")));
    assertThat(made.getString("status")).isEqualTo("pending");
    assertThat(made.getString("source")).isEqualTo("service");
    refused(400, "invalid_request", app.post(ALL, app.shop(), "{}"));
    try (var own = App.start()) {
      var auto = expect(201, own.post(ALL, own.shop(), of("served")));
      assertThat(auto.getString("status")).isEqualTo("active");
      assertThat(steps(own, auto.getString("id")))
          .containsExactly(
              List.of("create", "pending", "shop"), List.of("approve", "active", "system"));
    }
  }

  @Test
  void eachStepIsToldWithItsReason() {
    var id = registered(app, "steve");
    var because = new JsonObject().put("reason", "No site.").encode();
    var rejected = expect(200, app.post(ALL + "/" + id + "/reject", app.staff(), because));
    assertThat(rejected.getString("reason")).isEqualTo("No site.");
    assertThat(expect(200, app.get(OWN, app.user("steve"))).getString("reason"))
        .isEqualTo("No site.");
    expect(200, app.post(OWN + "/reapply", app.user("steve"), "{\"reason\":\"There is one.\"}"));
    decided(app, id, List.of("approve", "revoke", "reinstate"));
    assertThat(events(app, id))
        .containsExactly(
            "affiliate.created",
            "affiliate.rejected",
            "affiliate.reapplied",
            "affiliate.approved",
            "affiliate.revoked",
            "affiliate.reinstated");
    assertThat(
            app.rows(
                "SELECT reason FROM audit_entry WHERE reason IS NOT NULL AND subject_id = '%s'"
                    .formatted(Affiliates.uuid(id))))
        .containsExactly(List.of("No site."), List.of("There is one."));
    refused(404, "affiliate_not_found", app.post(OWN + "/reapply", app.user("nobody"), "{}"));
  }

  @Test
  void aRepeatUnderItsKeyIsOneStep() {
    var path = ALL + "/" + registered(app, "keyed") + "/approve";
    var first = app.post(path, app.staff(), "key-1", "{}");
    var again = app.post(path, app.staff(), "key-1", "{}");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void theQueueIsFilteredAndComesInPages() {
    var waiting = List.of("page_1", "page_2", "page_3", "page_4", "page_5");
    waiting.forEach(user -> registered(app, user));
    decided(app, registered(app, "page_6"), List.of("approve"));
    registered(app, "pagf");
    registered(app, "Page_7");
    assertThat(listed("q=page_&status=pending")).containsExactlyElementsOf(waiting.reversed());
    assertThat(listed("q=page_&status=active")).containsExactly("page_6");
    assertThat(listed("q=page_&source=service")).isEmpty();
    var cursor =
        expect(200, app.get(ALL + "?q=page_&limit=2", app.staff())).getString("next_cursor");
    var other = app.get(ALL + "?q=page&limit=2&cursor=" + cursor, app.staff());
    refused(400, "invalid_request", other);
    for (var role : List.of("reviewer", "finance", "admin")) {
      expect(200, app.get(ALL, app.token("sam", role)));
    }
    refused(403, "forbidden", app.get(ALL, app.shop()));
  }

  /** The user ids of all pages. */
  private static List<String> listed(String filter) {
    var users = new ArrayList<String>();
    var cursor = "";
    do {
      var page = expect(200, app.get(ALL + "?limit=2&" + filter + cursor, app.staff()));
      page.getJsonArray("data").forEach(a -> users.add(((JsonObject) a).getString("user_id")));
      cursor = "&cursor=" + page.getString("next_cursor");
    } while (!cursor.equals("&cursor=null"));
    return users;
  }

  @Test
  void aPolicyChangesUnderTheVersionThatWasSeen() {
    var id = registered(app, "paula");
    var before = app.get(ALL + "/" + id, app.staff());
    assertThat(before.getHeader("ETag")).isEqualTo("\"1\"");
    var body =
        """
        {"rate_ppm_override":150000,"max_triggers_override":5,"can_invite":false,
         "wallet_kind":"main","tags":["vip","2026"]}
        """;
    var answer = change(app, id, "\"1\"", body);
    var changed = expect(200, answer);
    assertThat(answer.getHeader("ETag")).isEqualTo("\"2\"");
    assertThat(changed).isEqualTo(seen(app, id));
    assertThat(changed.getJsonArray("tags")).isEqualTo(JsonArray.of("vip", "2026"));
    refused(412, "precondition_failed", change(app, id, "\"1\"", "{\"can_invite\":true}"));
    var without = app.ask("PATCH", ALL + "/" + id, app.staff(), Map.of(), "{\"can_invite\":true}");
    refused(428, "precondition_required", without);
    assertThat(expect(200, change(app, id, "\"2\"", "{\"rate_ppm_override\":null}")))
        .isEqualTo(seen(app, id));
    assertThat(seen(app, id).getValue("rate_ppm_override")).isNull();
    assertThat(seen(app, id).getInteger("max_triggers_override")).isEqualTo(5);
    assertThat(
            app.rows(
                    """
                SELECT before->>'rate_ppm_override', after->>'rate_ppm_override', actor
                FROM audit_entry WHERE subject_id = '%s' AND action = 'change_policy' ORDER BY id
                """
                        .formatted(Affiliates.uuid(id)))
                .toString())
        .isEqualTo("[[null, 150000, staff_1], [150000, null, staff_1]]");
  }

  @Test
  void aPolicyIsForReviewersAndAdminsAndNotOnesOwn() {
    var id = registered(app, "petra");
    var path = ALL + "/" + id;
    var tag = Map.of("If-Match", "\"1\"");
    try (var _ = Unchanged.database(app)) {
      for (var token :
          List.of(
              app.token("fin", "finance"),
              app.shop(),
              app.user("petra"),
              app.token("petra", "admin"))) {
        refused(403, "forbidden", app.ask("PATCH", path, token, tag, "{\"can_invite\":false}"));
      }
      expect(200, change(app, id, "\"1\"", "{\"can_invite\":true}"));
    }
  }

  @Test
  void manyAreDecidedAtOnceWithAResultForEach() {
    var one = registered(app, "bulk_1");
    var two = registered(app, "bulk_2");
    var revoked = registered(app, "bulk_3");
    decided(app, revoked, List.of("approve", "revoke"));
    var nobody = "aff_00000000000000000000000000";
    var ids = JsonArray.of(two, revoked, nobody, one);
    var body = new JsonObject().put("action", "approve").put("ids", ids).put("reason", "Spring.");
    var answer = expect(200, app.post(ALL + "/bulk", app.staff(), body));
    assertThat(answer.getInteger("done")).isEqualTo(2);
    var results =
        answer.getJsonArray("data").stream()
            .map(JsonObject.class::cast)
            .map(r -> r.getString("id") + " " + r.getString("status") + " " + r.getString("code"))
            .toList();
    assertThat(results)
        .containsExactly(
            two + " active null",
            revoked + " revoked affiliate_already_revoked",
            nobody + " null affiliate_not_found",
            one + " active null");
    assertThat(seen(app, one).getString("reason")).isEqualTo("Spring.");
    assertThat(events(app, two)).containsExactly("affiliate.created", "affiliate.approved");
    assertThat(steps(app, revoked)).hasSize(3);
    refused(403, "forbidden", app.post(ALL + "/bulk", app.shop(), body));
    var byFinance = expect(200, app.post(ALL + "/bulk", app.token("fin", "finance"), body));
    assertThat(byFinance.getInteger("done")).isZero();
  }

  /** What was earned before stays, can be seen and can be paid. */
  @Test
  void whoIsRevokedBindsNobodyAndEarnsNothingNew() {
    try (var own = App.start();
        var other = own.another()) {
      var code = own.link("rex");
      own.bind(code, "friend");
      own.report("e-1", "order.paid", App.order("O-1", "friend"));
      App.eventually(() -> own.balance("rex"), b -> b.getInteger("available", 0) == 1000);
      assertThat(other.get("/r/" + code, "").statusCode()).isEqualTo(302);
      var id = expect(200, own.get(OWN, own.user("rex"))).getString("id");
      expect(200, decide(own, id, "revoke", own.staff()));
      App.eventually(SOON, () -> other.get("/r/" + code, "").statusCode(), status -> status == 404);
      var late = new JsonObject().put("code", code).put("new_user_id", "late");
      refused(409, "code_owner_inactive", other.post("/verify-referral", own.shop(), late));
      own.report("e-2", "order.paid", App.order("O-2", "friend"));
      App.eventually(() -> own.decisions("O-2"), decisions -> !decisions.isEmpty());
      assertThat(own.balance("rex").getInteger("total_revenue")).isEqualTo(1000);
      var wish = new JsonObject().put("amount", 1000).put("currency", "usd");
      wish.put("method", "internal_balance");
      expect(201, own.post("/v1/me/payouts", own.user("rex"), "k", wish));
      expect(200, decide(own, id, "reinstate", own.staff()));
      App.eventually(SOON, () -> other.get("/r/" + code, "").statusCode(), status -> status == 302);
    }
  }
}
