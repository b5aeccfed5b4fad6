package dev.tributary.commission.review;

import static dev.tributary.commission.review.Reviews.INVOICES;
import static dev.tributary.commission.review.Reviews.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.commission.review.Reviews.Case;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state, action and role through HTTP: what happens is what the tables say, and no more. */
class ReviewStatesIT {
  private static final List<Role> ROLES =
      List.of(Role.USER, Role.SERVICE, Role.REVIEWER, Role.FINANCE, Role.ADMIN);

  /** How staff bring an invoice commission of an approved order into each state. */
  private static final Map<InvoiceCommissionState, List<String>> WAYS =
      Map.of(
          InvoiceCommissionState.PENDING, List.of(),
          InvoiceCommissionState.APPROVED, List.of("approve"),
          InvoiceCommissionState.REJECTED, List.of("reject"),
          InvoiceCommissionState.HELD, List.of("hold"),
          InvoiceCommissionState.REVERSED, List.of("approve", "reverse"));

  private static final Map<OrderCommissionState, Case> ORDER_CASES =
      new EnumMap<>(OrderCommissionState.class);
  private static final Map<InvoiceCommissionState, Case> INVOICE_CASES =
      new EnumMap<>(InvoiceCommissionState.class);
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start(Reviews.MANUAL);
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  /** One in this state; that of before if nobody has moved it since. */
  private static Case orderIn(OrderCommissionState state) {
    var made = ORDER_CASES.computeIfAbsent(state, ReviewStatesIT::make);
    if (Reviews.status(app, ORDERS, made.oc()).equals(StateTable.word(state))) {
      return made;
    }
    ORDER_CASES.remove(state);
    return orderIn(state);
  }

  private static Case make(OrderCommissionState state) {
    if (state == OrderCommissionState.REVERSED) {
      var made = Reviews.approved(app, "anna");
      Reviews.decided(app, INVOICES, made.ic(), "reverse");
      return made;
    }
    var made = Reviews.pending(app, "anna");
    OrderCommissionState.TABLE.edges().stream()
        .filter(edge -> edge.to() == state && edge.from() == OrderCommissionState.PENDING)
        .forEach(edge -> Reviews.decided(app, ORDERS, made.oc(), StateTable.word(edge.action())));
    return made;
  }

  private static Case invoiceIn(InvoiceCommissionState state) {
    var made = INVOICE_CASES.computeIfAbsent(state, ReviewStatesIT::make);
    if (Reviews.status(app, INVOICES, made.ic()).equals(StateTable.word(state))) {
      return made;
    }
    INVOICE_CASES.remove(state);
    return invoiceIn(state);
  }

  private static Case make(InvoiceCommissionState state) {
    var made = Reviews.orderApproved(app, "anna");
    WAYS.getOrDefault(state, List.of())
        .forEach(action -> Reviews.decided(app, INVOICES, made.ic(), action));
    return made;
  }

  private static Stream<Arguments> triples(Enum<?>[] states, List<? extends Enum<?>> actions) {
    return Stream.of(states)
        .flatMap(
            state ->
                actions.stream()
                    .flatMap(
                        action -> ROLES.stream().map(role -> Arguments.of(state, action, role))));
  }

  /** Nobody reverses an order commission by hand: it has no operation. */
  static Stream<Arguments> orders() {
    var actions =
        Stream.of(OrderCommissionState.Action.values())
            .filter(action -> action != OrderCommissionState.Action.REVERSE)
            .toList();
    return triples(OrderCommissionState.values(), actions);
  }

  static Stream<Arguments> invoices() {
    return triples(
        InvoiceCommissionState.values(), List.of(InvoiceCommissionState.Action.values()));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("orders")
  void orderCommissionsGoAsTheirTableSays(
      OrderCommissionState from, OrderCommissionState.Action action, Role role) {
    assertOutcome(OrderCommissionState.TABLE, ORDERS, orderIn(from).oc(), from, action, role);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("invoices")
  void invoiceCommissionsGoAsTheirTableSays(
      InvoiceCommissionState from, InvoiceCommissionState.Action action, Role role) {
    assertOutcome(InvoiceCommissionState.TABLE, INVOICES, invoiceIn(from).ic(), from, action, role);
  }

  private static <S extends Enum<S>, A extends Enum<A>> void assertOutcome(
      StateTable<S, A> table, String list, String id, S from, A action, Role role) {
    var path = list + "/" + id + "/" + StateTable.word(action);
    var answer = app.post(path, app.token("stella", role.wire()), "{}");
    var edge = table.edge(from, action);
    boolean staff = role != Role.USER && role != Role.SERVICE;
    if (edge.isPresent() && edge.get().roles().contains(role)) {
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
      assertThat(Reviews.status(app, list, id)).isEqualTo(StateTable.word(edge.get().to()));
      return;
    }
    assertThat(answer.statusCode()).isEqualTo(staff && edge.isEmpty() ? 409 : 403);
    if (answer.statusCode() == 409) {
      var resource = new JsonObject().put("type", table.machine()).put("id", id);
      resource.put("status", StateTable.word(from));
      assertThat(Reviews.code(answer))
          .isEqualTo(table.machine() + "_already_" + StateTable.word(from));
      assertThat(answer.bodyAsJsonObject().getJsonObject("resource")).isEqualTo(resource);
    }
    assertThat(Reviews.status(app, list, id)).isEqualTo(StateTable.word(from));
  }
}
