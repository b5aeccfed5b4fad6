package dev.tributary;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.event.inspect.EventState;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.kernel.StateTable.Edge;
import dev.tributary.payout.PayoutState;
import dev.tributary.referral.ReferralState;
import dev.tributary.reward.RewardState;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints {@code docs/states.md} out of the state tables that the code runs on. */
final class StatesDoc {
  private static final String HEAD =
      """
      # States

      Generated from the state tables in the code. Only the edges listed here happen, each by one of
      the roles named. One step writes one row to `transition` and one to `audit_entry`, in the
      transaction that makes it. Anything else answers 409 `{machine}_already_{state}` and changes
      nothing; the right edge in the wrong hands answers 403.

      In the grids a row is a state, a column an action, and the cell the state that follows; `·`
      means that there is no such edge.
      """;

  /** A machine with what it is about and the state in which it begins. */
  record Machine<S extends Enum<S>, A extends Enum<A>>(
      StateTable<S, A> table, Class<S> states, Class<A> actions, String about) {

    String markdown() {
      var first = states.getEnumConstants()[0];
      return "\n## %s\n\n%s It begins as `%s`.\n\n".formatted(table.machine(), about, word(first))
          + "| from | action | to | who |\n|---|---|---|---|\n"
          + table.edges().stream().map(Machine::row).collect(Collectors.joining())
          + "\n"
          + grid();
    }

    private static <S extends Enum<S>, A extends Enum<A>> String row(Edge<S, A> edge) {
      var who = EnumSet.copyOf(edge.roles()).stream().map(Role::wire);
      return "| %s | `%s` | %s | %s |%n"
          .formatted(
              word(edge.from()),
              word(edge.action()),
              word(edge.to()),
              who.collect(Collectors.joining(", ")));
    }

    private String grid() {
      var columns = List.of(actions.getEnumConstants());
      var head = columns.stream().map(action -> " `" + word(action) + "` |");
      return "| |%s%n|---|%s%n"
              .formatted(head.collect(Collectors.joining()), "---|".repeat(columns.size()))
          + Stream.of(states.getEnumConstants())
              .map(state -> "| " + word(state) + " |" + cells(state, columns) + "\n")
              .collect(Collectors.joining());
    }

    private String cells(S state, List<A> columns) {
      return columns.stream()
          .map(action -> table.edge(state, action).map(edge -> word(edge.to())).orElse("·"))
          .map(cell -> " " + cell + " |")
          .collect(Collectors.joining());
    }
  }

  static final List<Machine<?, ?>> MACHINES =
      List.of(
          new Machine<>(
              AffiliateState.TABLE,
              AffiliateState.class,
              AffiliateState.Action.class,
              "Whether somebody may earn: codes of an affiliate who is not active bind nobody and"
                  + " earn nothing, what was earned before stays."),
          new Machine<>(
              ReferralState.TABLE,
              ReferralState.class,
              ReferralState.Action.class,
              "The bond between a new user and whoever brought them; it qualifies with the first"
                  + " order that earns."),
          new Machine<>(
              OrderCommissionState.TABLE,
              OrderCommissionState.class,
              OrderCommissionState.Action.class,
              "The entitlement on a whole order; no money yet."),
          new Machine<>(
              InvoiceCommissionState.TABLE,
              InvoiceCommissionState.class,
              InvoiceCommissionState.Action.class,
              "The part of it that one payment releases; its approval is the credit in the"
                  + " ledger. There is no cancel."),
          new Machine<>(
              PayoutState.TABLE,
              PayoutState.class,
              PayoutState.Action.class,
              "A withdrawal. Its amount is reserved from the first moment until it is paid,"
                  + " rejected or cancelled; with a payout of their own nobody takes another step"
                  + " than `cancel`."),
          new Machine<>(
              RewardState.TABLE,
              RewardState.class,
              RewardState.Action.class,
              "What a milestone brings the affiliate, or a referral the referred user:"
                  + " granted once, claimed once."),
          new Machine<>(
              EventState.TABLE,
              EventState.class,
              EventState.Action.class,
              "An event that came in; a message that cannot be read as one is `dead` from the"
                  + " start. The steps of the system are told by the row alone, with its reason and"
                  + " its failed attempts; those by people are written down like any other."));

  private StatesDoc() {}

  static String markdown() {
    return MACHINES.stream().map(Machine::markdown).collect(Collectors.joining("", HEAD, ""));
  }

  private static String word(Enum<?> value) {
    return StateTable.word(value);
  }
}
