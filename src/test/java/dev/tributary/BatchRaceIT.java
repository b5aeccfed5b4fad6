package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that belong together, on two instances at the same moment and in batches of both. */
class BatchRaceIT {
  private static final int ORDERS = 100;
  private static final int ARRAY = 50;

  private static final String BLOCKED =
      """
      SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private static final String LOCKED =
      """
      SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  /** Holds whoever says that an event waits, as long as a test wants it. */
  private static final String HOLD_WHO_WAITS =
      """
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NEW; END $$;
      CREATE TRIGGER hold BEFORE UPDATE ON inbound_event FOR EACH ROW
      WHEN (NEW.status = 'waiting') EXECUTE FUNCTION hold()
      """;

  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
    app.execute(HOLD_WHO_WAITS);
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeWithoutDeadlock();
  }

  @AfterEach
  void theLedgerHoldsAndNoEventHadToBeTriedAgain() {
    LedgerCheck.holds(app);
    assertThat(app.rows("SELECT event_id, reason FROM inbound_event WHERE attempts > 0")).isEmpty();
  }

  /** So many events to each instance at the same moment. */
  private static void race(IntFunction<JsonObject> here, IntFunction<JsonObject> there) {
    var answers = new ArrayList<Future<HttpResponse<Buffer>>>();
    for (int i = 0; i < ORDERS; i += ARRAY) {
      answers.add(report(app, IntStream.range(i, i + ARRAY).mapToObj(here).toList()));
      answers.add(report(other, IntStream.range(i, i + ARRAY).mapToObj(there).toList()));
    }
    assertThat(answers).allMatch(answer -> answer.await().statusCode() == 202);
    awaitDone();
  }

  private static Future<HttpResponse<Buffer>> report(App instance, List<JsonObject> events) {
    return instance.send("/v1/events", app.shop(), new JsonArray(events));
  }

  private static void awaitDone() {
    var left = "SELECT count(*) FROM inbound_event WHERE status <> 'done'";
    App.eventually(() -> app.number(left), number -> number == 0);
  }

  /** The same on both, once more under another id. */
  private static void tell(IntFunction<JsonObject> event) {
    race(event, i -> event.apply(i).put("id", event.apply(i).getString("id") + "-again"));
  }

  private static JsonObject registered(String run, int number, String code) {
    var data = new JsonObject().put("user_id", run + "_" + number).put("referral_code", code);
    return App.event(run + "-user-" + number, "user.registered", data);
  }

  private static JsonObject created(String run, int number) {
    var data =
        new JsonObject()
            .put("order_id", run + "-" + number)
            .put("user_id", run + "_" + number)
            .put("amount", 10_000)
            .put("currency", "usd");
    return App.event(run + "-created-" + number, "order.created", data);
  }

  private static JsonObject paid(String run, int number, String invoice, int amount) {
    var data =
        new JsonObject()
            .put("order_id", run + "-" + number)
            .put("invoice_id", run + "-" + number + invoice)
            .put("amount", amount)
            .put("currency", "usd")
            .put("paid_at", "2026-05-01T10:00:00Z");
    return App.event(run + "-paid-" + number + invoice, "invoice.paid", data);
  }

  private static JsonObject refunded(String run, int number, String invoice, int amount) {
    var data =
        new JsonObject()
            .put("refund_id", run + "-" + number + invoice)
            .put("invoice_id", run + "-" + number + invoice)
            .put("amount", amount)
            .put("currency", "usd")
            .put("refunded_at", "2026-05-02T10:00:00Z");
    return App.event(run + "-refunded-" + number + invoice, "invoice.refunded", data);
  }

  private static List<String> outcome(String run) {
    return app.rows(
            """
            SELECT count(DISTINCT o.id), sum(i.amount_minor), sum(i.reversed_minor)
            FROM order_commission o JOIN invoice_commission i ON i.order_commission_id = o.id
            WHERE o.order_id LIKE '%s-%%'
            """
                .formatted(run))
        .getFirst();
  }

  @Test
  void twoInvoicesOfAnOrderAtOnceAreOneOrderCommission() {
    var code = app.link("anna");
    tell(i -> registered("two", i, code));
    tell(i -> created("two", i));
    race(i -> paid("two", i, "a", 3333), i -> paid("two", i, "b", 6667));
    assertThat(outcome("two")).containsExactly("100", "100000", "0");
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(100_000);
  }

  @Test
  void aPaymentAndItsRefundAtOnceLeaveTheRest() {
    var code = app.link("ben");
    tell(i -> registered("back", i, code));
    tell(i -> created("back", i));
    race(i -> paid("back", i, "a", 10_000), i -> refunded("back", i, "a", 3_000));
    assertThat(outcome("back")).containsExactly("100", "100000", "30000");
    assertThat(app.balance("ben").getInteger("available")).isEqualTo(70_000);
  }

  @Test
  void aRegistrationAndAPaymentAtOnceEndInACommission() {
    var code = app.link("cara");
    tell(i -> created("new", i));
    race(i -> registered("new", i, code), i -> paid("new", i, "a", 10_000));
    assertThat(outcome("new")).containsExactly("100", "100000", "0");
    assertThat(app.balance("cara").getInteger("available")).isEqualTo(100_000);
  }

  @Test
  void anOrderAndItsPaymentAndItsCancellationAtOnceLeaveNothing() {
    var code = app.link("dora");
    tell(i -> registered("off", i, code));
    race(
        i -> i % 2 == 0 ? created("off", i) : paid("off", i - 1, "a", 10_000),
        i -> {
          var data =
              new JsonObject()
                  .put("order_id", "off-" + i / 2 * 2)
                  .put("cancelled_at", "2026-05-02T10:00:00Z");
          return App.event("off-" + i, "order.cancelled", data);
        });
    assertThat(app.balance("dora").getInteger("total_revenue", 0)).isZero();
  }

  /** Stopped at its worst moment: it has seen that something is missing, and not yet said so. */
  @ParameterizedTest
  @ValueSource(strings = {"invoice", "order", "user"})
  void anEventThatIsAboutToWaitIsWokenByWhatItWaitsFor(String subject) throws SQLException {
    var run = "about-" + subject;
    var registered = registered(run, 0, app.link(subject));
    var told = new ArrayList<>(List.of(registered, created(run, 0), paid(run, 0, "a", 10_000)));
    var missing = told.remove(List.of("user", "order", "invoice").indexOf(subject));
    var early = subject.equals("invoice") ? refunded(run, 0, "a", 3_000) : told.removeLast();
    report(app, told).await();
    awaitDone();
    try (var blocker = app.connect();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(42)");
      report(app, List.of(early)).await();
      App.eventually(() -> app.number(LOCKED), locked -> locked == 1);
      report(other, List.of(missing)).await();
      var late =
          "SELECT count(*) FROM inbound_event WHERE status = 'done' AND event_id = '%s'"
              .formatted(missing.getString("id"));
      App.eventually(() -> app.number(LOCKED) + app.number(late), arrived -> arrived == 2);
      blocker.commit();
    }
    awaitDone();
    int kept = subject.equals("invoice") ? 700 : 1000;
    assertThat(app.balance(subject).getInteger("available")).isEqualTo(kept);
  }

  /**
   * In the one batch a referral of eva qualifies while one of finn earns again, in the other it is
   * the other way round. Both are stopped when each has counted up its affiliate.
   */
  @Test
  void batchesThatNameEachOthersAffiliatesDoNotDeadlock() throws SQLException {
    for (var owner : List.of("eva", "finn")) {
      var code = app.link(owner);
      app.bind(code, owner + "_old");
      app.bind(code, owner + "_new");
      report(app, List.of(order(owner + "_old", 1))).await();
    }
    awaitDone();
    try (var blocker = app.connect();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE order_fact IN SHARE MODE");
      report(app, List.of(order("eva_new", 1), order("finn_old", 2)));
      App.eventually(() -> app.number(BLOCKED), blocked -> blocked == 1);
      report(other, List.of(order("finn_new", 1), order("eva_old", 2)));
      App.eventually(() -> app.number(BLOCKED), blocked -> blocked == 2);
      blocker.commit();
    }
    awaitDone();
    assertThat(
            app.number(
                "SELECT sum(qualified_referrals) FROM affiliate WHERE user_id IN ('eva', 'finn')"))
        .isEqualTo(4);
  }

  private static JsonObject order(String user, int number) {
    var id = user + "-" + number;
    return App.event(id, "order.paid", App.order(id, user));
  }
}
