package dev.tributary.payout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.LedgerCheck;
import dev.tributary.payout.PayoutState.Action;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state, action and role through HTTP: what happens is what the table says, and no more. */
class PayoutStatesIT {
  /** How staff bring a payout into each state. */
  private static final Map<PayoutState, List<String>> WAYS =
      Map.of(
          PayoutState.REQUESTED, List.of(),
          PayoutState.APPROVED, List.of("approve"),
          PayoutState.PROCESSING, List.of("approve", "process"),
          PayoutState.PAID, List.of("approve", "process", "pay"),
          PayoutState.FAILED, List.of("approve", "process", "fail"),
          PayoutState.REJECTED, List.of("reject"),
          PayoutState.CANCELLED, List.of("cancel"));

  private static final Map<PayoutState, String> STANDING = new EnumMap<>(PayoutState.class);
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start(Map.of("TRIBUTARY_LIMITS_USER_REQUESTS", "100000"));
    Withdrawals.earn(app, "anna", 100_000);
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  /** A payout in this state; the one of before if nobody has moved it since. */
  private static String payoutIn(PayoutState state) {
    var id = STANDING.computeIfAbsent(state, PayoutStatesIT::make);
    if (status(id) == state) {
      return id;
    }
    STANDING.remove(state);
    return payoutIn(state);
  }

  private static String make(PayoutState state) {
    var id = Withdrawals.requested(app, "anna", 1);
    for (var action : WAYS.getOrDefault(state, List.of())) {
      Withdrawals.decided(app, id, action);
    }
    return id;
  }

  private static PayoutState status(String id) {
    var path = "/v1/payouts/" + id;
    var word = app.get(path, app.staff()).bodyAsJsonObject().getString("status");
    return PayoutState.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Stream<Arguments> triples() {
    return Stream.of(PayoutState.values())
        .flatMap(
            state ->
                Stream.of(Action.values())
                    .flatMap(
                        action ->
                            Stream.of(Role.REVIEWER, Role.FINANCE, Role.ADMIN)
                                .map(role -> Arguments.of(state, action, role))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("triples")
  void staffDoWhatTheTableSays(PayoutState from, Action action, Role role) {
    var id = payoutIn(from);
    var token = app.token("stella", role.wire());
    var answer = Withdrawals.decide(app, id, StateTable.word(action), token);
    assertOutcome(answer, id, from, action, role);
  }

  @ParameterizedTest
  @EnumSource(PayoutState.class)
  void ownersCancelWhereTheTableSays(PayoutState from) {
    var id = payoutIn(from);
    var path = "/v1/me/payouts/" + id + "/cancel";
    assertOutcome(app.post(path, app.user("anna"), "{}"), id, from, Action.CANCEL, Role.USER);
  }

  private static void assertOutcome(
      HttpResponse<Buffer> answer, String id, PayoutState from, Action action, Role role) {
    var edge = PayoutState.TABLE.edge(from, action);
    if (edge.isPresent() && edge.get().roles().contains(role)) {
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
      assertThat(status(id)).isEqualTo(edge.get().to());
      return;
    }
    assertThat(answer.statusCode()).isEqualTo(edge.isPresent() ? 403 : 409);
    if (edge.isEmpty()) {
      assertThat(Withdrawals.code(answer)).isEqualTo("payout_already_" + StateTable.word(from));
      var resource = answer.bodyAsJsonObject().getJsonObject("resource");
      assertThat(resource.getString("id")).isEqualTo(id);
    }
    assertThat(status(id)).isEqualTo(from);
  }

  /** Even where the table names the role of its owner: those have a path of their own. */
  @ParameterizedTest
  @EnumSource(Action.class)
  void whoIsNoStaffDecidesNothing(Action action) {
    var id = payoutIn(PayoutState.REQUESTED);
    for (var token : List.of(app.user("anna"), app.user("ben"), app.shop())) {
      var answer = Withdrawals.decide(app, id, StateTable.word(action), token);
      assertThat(answer.statusCode()).isEqualTo(403);
    }
    assertThat(status(id)).isEqualTo(PayoutState.REQUESTED);
  }
}
