package dev.tributary.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A state machine as data: the only edges there are, and who may take them. It decides which state
 * an action leads to and refuses everything that is not in the table; it changes nothing itself,
 * that is a compare-and-set in the store.
 *
 * @param <S> the states
 * @param <A> the actions
 */
public final class StateTable<S extends Enum<S>, A extends Enum<A>> {
  /**
   * One edge: in state {@code from}, {@code action} by one of {@code roles} leads to {@code to}.
   */
  public record Edge<S, A>(S from, A action, S to, Set<Role> roles) {}

  private final String machine;
  private final List<Edge<S, A>> edges;

  private StateTable(String machine, List<Edge<S, A>> edges) {
    this.machine = machine;
    this.edges = List.copyOf(edges);
  }

  public static <S extends Enum<S>, A extends Enum<A>> Builder<S, A> of(String machine) {
    return new Builder<>(machine);
  }

  public String machine() {
    return machine;
  }

  public List<Edge<S, A>> edges() {
    return edges;
  }

  /** The edge for this action from this state, whoever asks. */
  public Optional<Edge<S, A>> edge(S from, A action) {
    return edges.stream().filter(e -> e.from() == from && e.action() == action).findFirst();
  }

  /**
   * The state the action leads to, or a refusal: {@code Forbidden} or {@code IllegalTransition}.
   */
  public S next(String id, S from, A action, Actor actor) {
    var edge = edge(from, action).orElseThrow(() -> illegal(id, from, action));
    if (edge.roles().stream().noneMatch(actor::has)) {
      throw new Refusal(new Failure.Forbidden());
    }
    return edge.to();
  }

  private Refusal illegal(String id, S from, A action) {
    var resource = new Failure.Resource(machine, id, word(from));
    return new Refusal(new Failure.IllegalTransition(resource, word(action)));
  }

  /** The lower-case form used in SQL, JSON and docs. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Collects edges in the order in which they are documented. */
  public static final class Builder<S extends Enum<S>, A extends Enum<A>> {
    private final String machine;
    private final List<Edge<S, A>> edges = new ArrayList<>();

    private Builder(String machine) {
      this.machine = machine;
    }

    public Builder<S, A> on(S from, A action, S to, Role first, Role... more) {
      edges.add(new Edge<>(from, action, to, Set.copyOf(EnumSet.of(first, more))));
      return this;
    }

    public StateTable<S, A> build() {
      return new StateTable<>(machine, edges);
    }
  }
}
