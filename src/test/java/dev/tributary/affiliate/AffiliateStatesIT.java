package dev.tributary.affiliate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.affiliate.AffiliateState.Action;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state, action and role through HTTP: what happens is what the table says, and no more. */
class AffiliateStatesIT {
  /** How staff bring an affiliate into each state. */
  private static final Map<AffiliateState, List<String>> WAYS =
      Map.of(
          AffiliateState.PENDING, List.of(),
          AffiliateState.ACTIVE, List.of("approve"),
          AffiliateState.REJECTED, List.of("reject"),
          AffiliateState.REVOKED, List.of("approve", "revoke"));

  private static App app;

  /** Somebody in a state. */
  private record Somebody(String user, String id) {}

  @BeforeAll
  static void start() {
    app = App.start(Affiliates.manual());
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private static Somebody in(AffiliateState state) {
    var user = "u_" + UUID.randomUUID();
    var id = Affiliates.registered(app, user);
    Affiliates.decided(app, id, WAYS.getOrDefault(state, List.of()));
    return new Somebody(user, id);
  }

  private static AffiliateState status(String id) {
    var word = Affiliates.seen(app, id).getString("status");
    return AffiliateState.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Stream<Arguments> triples() {
    return Stream.of(AffiliateState.values())
        .flatMap(
            state ->
                decisions()
                    .flatMap(
                        action ->
                            Stream.of(Role.REVIEWER, Role.FINANCE, Role.ADMIN)
                                .map(role -> Arguments.of(state, action, role))));
  }

  private static Stream<Action> decisions() {
    return Stream.of(Action.values()).filter(action -> action != Action.REAPPLY);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("triples")
  void staffDoWhatTheTableSays(AffiliateState from, Action action, Role role) {
    var id = in(from).id();
    var token = app.token("stella", role.wire());
    var answer = Affiliates.decide(app, id, StateTable.word(action), token);
    assertOutcome(answer, id, from, action, role);
  }

  @ParameterizedTest
  @EnumSource(AffiliateState.class)
  void whoWasRejectedReappliesAndNobodyElse(AffiliateState from) {
    var somebody = in(from);
    var answer = app.post(Affiliates.OWN + "/reapply", app.user(somebody.user()), "{}");
    assertOutcome(answer, somebody.id(), from, Action.REAPPLY, Role.USER);
  }

  private static void assertOutcome(
      HttpResponse<Buffer> answer, String id, AffiliateState from, Action action, Role role) {
    var edge = AffiliateState.TABLE.edge(from, action);
    var before = WAYS.getOrDefault(from, List.of()).size() + 1;
    boolean taken = edge.isPresent() && edge.get().roles().contains(role);
    assertThat(Affiliates.steps(app, id)).hasSize(taken ? before + 1 : before);
    if (taken) {
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
      assertThat(status(id)).isEqualTo(edge.get().to());
      return;
    }
    assertThat(status(id)).isEqualTo(from);
    assertThat(answer.statusCode()).isEqualTo(edge.isPresent() ? 403 : 409);
    if (edge.isEmpty()) {
      Affiliates.refused(409, "affiliate_already_" + StateTable.word(from), answer);
      var resource = answer.bodyAsJsonObject().getJsonObject("resource");
      assertThat(resource.getString("id")).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Action.class, mode = Mode.EXCLUDE, names = "REAPPLY")
  void whoIsNoStaffDecidesNothing(Action action) {
    var somebody = in(AffiliateState.PENDING);
    for (var token : List.of(app.user(somebody.user()), app.user("ben"), app.shop())) {
      var answer = Affiliates.decide(app, somebody.id(), StateTable.word(action), token);
      assertThat(answer.statusCode()).isEqualTo(403);
    }
    assertThat(status(somebody.id())).isEqualTo(AffiliateState.PENDING);
  }

  @ParameterizedTest
  @EnumSource(value = Action.class, mode = Mode.EXCLUDE, names = "REAPPLY")
  void nobodyDecidesAboutThemselves(Action action) {
    for (var edge : AffiliateState.TABLE.edges()) {
      if (edge.action() == action) {
        var somebody = in(edge.from());
        var token = app.token(somebody.user(), "reviewer", "admin");
        var answer = Affiliates.decide(app, somebody.id(), StateTable.word(action), token);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(status(somebody.id())).isEqualTo(edge.from());
      }
    }
  }
}
