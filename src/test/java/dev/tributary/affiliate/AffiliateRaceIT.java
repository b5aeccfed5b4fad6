package dev.tributary.affiliate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything at the same moment, on two instances: as if one came after the other. */
class AffiliateRaceIT {
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start(Affiliates.manual());
    other = app.another(Affiliates.manual());
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    other.close();
    app.closeAndForget();
  }

  private static App instance(int number) {
    return number % 2 == 0 ? app : other;
  }

  /** All requests are on their way before the first answer is looked at. */
  private static Map<Integer, Long> race(
      int runners, IntFunction<Future<HttpResponse<Buffer>>> start) {
    var running = IntStream.range(0, runners).mapToObj(start).toList();
    return running.stream()
        .map(answer -> answer.await())
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  private static String active(String user) {
    var id = Affiliates.registered(app, user);
    Affiliates.decided(app, id, List.of("approve"));
    return id;
  }

  @Test
  void ofTwentyCodesAtOnceOneGoesIntoTheLastPlace() {
    active("anna");
    for (int i = 0; i < 9; i++) {
      Affiliates.expect(201, app.post("/v1/me/codes", app.user("anna"), "{\"kind\":\"invite\"}"));
    }
    var statuses =
        race(20, i -> instance(i).send("/v1/me/codes", app.user("anna"), "{\"kind\":\"invite\"}"));
    assertThat(statuses).isEqualTo(Map.of(201, 1L, 409, 19L));
    assertThat(activeCodes("anna")).isEqualTo(10);
  }

  private static long activeCodes(String user) {
    return app.number(
        "SELECT count(*) FROM code c JOIN affiliate a ON a.id = c.affiliate_id"
            + " WHERE c.active AND a.user_id = '"
            + user
            + "'");
  }

  /** Links have codes, too, and count towards the same limit under the same lock. */
  @Test
  void linksAndCodesShareTheLimit() {
    active("lena");
    for (int i = 0; i < 9; i++) {
      Affiliates.expect(201, app.post("/v1/me/codes", app.user("lena"), "{\"kind\":\"invite\"}"));
    }
    var link = new JsonObject().put("user_id", "lena");
    var statuses =
        race(
            20,
            i ->
                i % 4 < 2
                    ? instance(i).send("/generate-link", app.user("lena"), link)
                    : instance(i).send("/v1/me/codes", app.user("lena"), "{\"kind\":\"invite\"}"));
    assertThat(activeCodes("lena")).isEqualTo(10);
    assertThat(statuses.keySet()).containsExactlyInAnyOrder(201, 409);
  }

  @Test
  void ofTwentyWhoWantTheSameWordOneGetsIt() {
    for (int i = 0; i < 20; i++) {
      active("wisher_" + i);
    }
    var body = "{\"kind\":\"vanity\",\"code\":\"ONLY-ONE\"}";
    assertThat(race(20, i -> instance(i).send("/v1/me/codes", app.user("wisher_" + i), body)))
        .isEqualTo(Map.of(201, 1L, 409, 19L));
  }

  @Test
  void ofTwentyApprovalsAtOnceOneSucceeds() {
    var id = Affiliates.registered(app, "ben");
    var path = Affiliates.ALL + "/" + id + "/approve";
    assertThat(race(20, i -> instance(i).send(path, app.staff(), "{}")))
        .isEqualTo(Map.of(200, 1L, 409, 19L));
    assertThat(Affiliates.steps(app, id)).hasSize(2);
    assertThat(Affiliates.events(app, id))
        .containsExactly("affiliate.created", "affiliate.approved");
  }

  @Test
  void anApprovalAndARejectionAtTheSameMomentLeaveOneOutcome() {
    for (int i = 0; i < 10; i++) {
      var path = Affiliates.ALL + "/" + Affiliates.registered(app, "both_" + i) + "/";
      var actions = List.of("approve", "reject");
      assertThat(race(2, k -> instance(k).send(path + actions.get(k), app.staff(), "{}")))
          .isEqualTo(Map.of(200, 1L, 409, 1L));
    }
  }

  @Test
  void ofTwentyRegistrationsAtOnceOneSucceeds() {
    var body = new JsonObject().put("user_id", "new");
    assertThat(race(20, i -> instance(i).send(Affiliates.ALL, app.staff(), body)))
        .isEqualTo(Map.of(201, 1L, 409, 19L));
  }

  @Test
  void ofTwentyChangesOfOneVersionOneSucceeds() {
    var path = Affiliates.ALL + "/" + active("carl");
    assertThat(
            race(
                20,
                i ->
                    instance(i)
                        .client()
                        .patch(path)
                        .bearerTokenAuthentication(app.staff())
                        .putHeader("If-Match", "\"2\"")
                        .sendJsonObject(new JsonObject().put("rate_ppm_override", 1000 + i))))
        .isEqualTo(Map.of(200, 1L, 412, 19L));
  }

  /** They lock in the order of the ids, whatever order they come in. */
  @Test
  void twoBulksOfTheSameInOppositeOrderDoNotDeadlock() {
    var ids =
        IntStream.range(0, 50).mapToObj(i -> Affiliates.registered(app, "many_" + i)).toList();
    var bodies =
        List.of(ids, ids.reversed()).stream()
            .map(list -> new JsonObject().put("action", "approve").put("ids", new JsonArray(list)))
            .toList();
    var running =
        IntStream.range(0, 2)
            .mapToObj(i -> instance(i).send(Affiliates.ALL + "/bulk", app.staff(), bodies.get(i)))
            .toList();
    var done =
        running.stream().mapToInt(a -> a.await().bodyAsJsonObject().getInteger("done")).sum();
    assertThat(done).isEqualTo(50);
    assertThat(
            app.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
  }
}
