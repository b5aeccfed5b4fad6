package dev.tributary.payout;

import static dev.tributary.payout.Withdrawals.OWN;
import static dev.tributary.payout.Withdrawals.code;
import static dev.tributary.payout.Withdrawals.earn;
import static dev.tributary.payout.Withdrawals.newKey;
import static dev.tributary.payout.Withdrawals.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One effect and one answer for each key, wherever and whenever it comes again. */
class IdempotencyIT {
  private static final JsonObject TEN = wish(1000, "internal_balance");
  private static App app;
  private static App other;

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    other.close();
    app.closeAndForget();
  }

  private static long payouts(String user) {
    return app.number(
        "SELECT count(*) FROM payout p JOIN affiliate a ON a.id = p.affiliate_id"
            + " WHERE a.user_id = '"
            + user
            + "'");
  }

  private static void assertReplayed(HttpResponse<Buffer> again, HttpResponse<Buffer> first) {
    assertThat(again.statusCode()).isEqualTo(first.statusCode());
    assertThat(again.bodyAsBuffer()).isEqualTo(first.bodyAsBuffer());
    assertThat(again.getHeader("Content-Type")).isEqualTo(first.getHeader("Content-Type"));
    assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void fiftyOfTheSameKeyAtOnceAreOnePayoutAndOneAnswer() {
    earn(app, "anna", 5000);
    var running =
        IntStream.range(0, 50)
            .mapToObj(i -> (i % 2 == 0 ? app : other).send(OWN, app.user("anna"), "same", TEN))
            .toList();
    var answers = running.stream().map(answer -> answer.await()).toList();
    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
    assertThat(answers).extracting(HttpResponse::bodyAsString).containsOnly(body(answers));
    assertThat(answers)
        .filteredOn(answer -> answer.getHeader("Idempotency-Replayed") == null)
        .hasSize(1);
    assertThat(payouts("anna")).isOne();
    assertThat(app.balance("anna").getInteger("available")).isEqualTo(4000);
  }

  private static String body(List<HttpResponse<Buffer>> answers) {
    return answers.getFirst().bodyAsString();
  }

  @Test
  void theAnswerOutlivesTheInstanceThatGaveIt() {
    earn(app, "ben", 1000);
    var first = app.another();
    var answer = first.post(OWN, app.user("ben"), "outlived", TEN);
    assertThat(answer.statusCode()).isEqualTo(201);
    first.close();
    var later = app.another();
    assertReplayed(later.post(OWN, app.user("ben"), "outlived", TEN), answer);
    later.close();
    assertThat(payouts("ben")).isOne();
  }

  @Test
  void theAnswerIsThatOfItsTimeWhateverHappenedSince() {
    earn(app, "cleo", 1000);
    var bank = wish(1000, "bank_transfer");
    var first = app.post(OWN, app.user("cleo"), "then", bank);
    Withdrawals.decided(app, first.bodyAsJsonObject().getString("id"), "reject");
    assertReplayed(app.post(OWN, app.user("cleo"), "then", bank), first);
    assertThat(first.bodyAsJsonObject().getString("status")).isEqualTo("requested");
  }

  @Test
  void anotherBodyOrAnotherOperationUnderTheSameKeyIs422() {
    earn(app, "dora", 3000);
    var payout = app.post(OWN, app.user("dora"), "mine", wish(500, "bank_transfer"));
    var cancel = OWN + "/" + payout.bodyAsJsonObject().getString("id") + "/cancel";
    try (var _ = Unchanged.database(app)) {
      var otherBody = app.post(OWN, app.user("dora"), "mine", wish(501, "bank_transfer"));
      assertThat(otherBody.statusCode()).isEqualTo(422);
      assertThat(code(otherBody)).isEqualTo("idempotency_key_reused");
      assertThat(app.post(cancel, app.user("dora"), "mine", "{}").statusCode()).isEqualTo(422);
    }
    assertThat(payouts("dora")).isOne();
  }

  @Test
  void keysOfDifferentUsersAreDifferentKeys() {
    earn(app, "emil", 1000);
    earn(app, "fred", 1000);
    var emils = app.post(OWN, app.user("emil"), "1", TEN).bodyAsJsonObject();
    var freds = app.post(OWN, app.user("fred"), "1", TEN).bodyAsJsonObject();
    assertThat(emils.getString("user_id")).isEqualTo("emil");
    assertThat(freds.getString("user_id")).isEqualTo("fred");
  }

  /** A refusal rolls back, and its key with it: what was impossible may be possible later. */
  @Test
  void aRefusalLeavesNoKeyBehind() {
    earn(app, "gina", 500);
    try (var _ = Unchanged.database(app)) {
      assertThat(app.post(OWN, app.user("gina"), "early", TEN).statusCode()).isEqualTo(409);
      var never = wish(1, "cash_by_mail");
      assertThat(app.post(OWN, app.user("gina"), "early", never).statusCode()).isEqualTo(400);
    }
    earn(app, "gina", 500);
    assertThat(app.post(OWN, app.user("gina"), "early", TEN).statusCode()).isEqualTo(201);
    assertThat(payouts("gina")).isOne();
  }

  /** The second one waits for the first, and is told to come again when that takes too long. */
  @Test
  void whoWaitsTooLongForTheFirstIsToldToComeAgainAndThatIsNotKept() throws SQLException {
    earn(app, "hans", 1000);
    try (var blocker = app.connect();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute(
          "INSERT INTO idempotency_key (principal, key, operation, body_sha256)"
              + " VALUES ('hans', 'slow', 'POST "
              + OWN
              + "', 'x')");
      var waiting = app.post(OWN, app.user("hans"), "slow", TEN);
      assertThat(waiting.statusCode()).isEqualTo(503);
      assertThat(waiting.getHeader("Retry-After")).isNotNull();
      blocker.rollback();
    }
    assertThat(app.post(OWN, app.user("hans"), "slow", TEN).statusCode()).isEqualTo(201);
  }

  @Test
  void aKeyIsForgottenAfterADayAndNotBefore() {
    earn(app, "ida", 2000);
    var first = app.post(OWN, app.user("ida"), "daily", TEN);
    age("daily", "23 hours 59 minutes");
    assertReplayed(app.post(OWN, app.user("ida"), "daily", TEN), first);
    age("daily", "24 hours 1 minute");
    var second = app.post(OWN, app.user("ida"), "daily", TEN);
    assertThat(second.bodyAsString()).isNotEqualTo(first.bodyAsString());
    assertReplayed(app.post(OWN, app.user("ida"), "daily", TEN), second);
    assertThat(payouts("ida")).isEqualTo(2);
  }

  private static void age(String key, String age) {
    app.execute(
        "UPDATE idempotency_key SET created_at = now() - interval '%s' WHERE key = '%s'"
            .formatted(age, key));
  }

  @Test
  void whatNobodyMayRepeatAnyMoreIsClearedAway() {
    app.execute(
        "INSERT INTO idempotency_key (principal, key, operation, body_sha256, created_at)"
            + " SELECT 'old', n::text, 'x', 'x', now() - interval '26 hours'"
            + " FROM generate_series(1, 2500) AS n");
    app.execute(
        "INSERT INTO idempotency_key (principal, key, operation, body_sha256)"
            + " VALUES ('old', 'young', 'x', 'x')");
    var restarted = app.another();
    App.eventually(
        () -> app.rows("SELECT key FROM idempotency_key WHERE principal = 'old'"),
        left -> left.equals(List.of(List.of("young"))));
    restarted.close();
    app.execute("DELETE FROM idempotency_key WHERE principal = 'old'");
  }

  @Test
  void aDecisionOfStaffIsRepeatedToo() {
    earn(app, "jule", 1000);
    var approve = "/v1/payouts/" + Withdrawals.requested(app, "jule", 1000) + "/approve";
    var first = app.post(approve, app.staff(), "approve-1", "{}");
    assertThat(first.statusCode()).isEqualTo(200);
    assertReplayed(app.post(approve, app.staff(), "approve-1", "{}"), first);
    assertThat(code(app.post(approve, app.staff(), newKey(), "{}")))
        .isEqualTo("payout_already_approved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "\u00e4"})
  void aKeyThatIsNoneIsNamed(String key) {
    assertKeyIsNamed(app.post(OWN, app.user("kira"), key, TEN));
  }

  @Test
  void aKeyHasAtMost255Characters() {
    earn(app, "lars", 1000);
    assertKeyIsNamed(app.post(OWN, app.user("lars"), "x".repeat(256), TEN));
    assertThat(app.post(OWN, app.user("lars"), "x".repeat(255), TEN).statusCode()).isEqualTo(201);
  }

  @Test
  void aPayoutNeedsAKeyAndOneOnly() {
    try (var _ = Unchanged.database(app)) {
      assertKeyIsNamed(app.post(OWN, app.user("kira"), TEN));
      var twice = app.client().post(OWN).bearerTokenAuthentication(app.user("kira"));
      twice.headers().add("Idempotency-Key", "a").add("Idempotency-Key", "b");
      assertKeyIsNamed(twice.sendJsonObject(TEN).await());
    }
  }

  private static void assertKeyIsNamed(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    var error = answer.bodyAsJsonObject().getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("pointer")).isEqualTo("Idempotency-Key");
  }
}
