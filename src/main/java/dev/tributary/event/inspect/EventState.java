package dev.tributary.event.inspect;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.REVIEWER;
import static dev.tributary.kernel.Role.SYSTEM;

import dev.tributary.kernel.StateTable;
import java.util.Optional;

/** Where an event stands on its way through the inbox. */
public enum EventState {
  RECEIVED,
  WAITING,
  DONE,
  DEAD,
  DISCARDED;

  /** What can happen to an event. */
  public enum Action {
    FINISH,
    DEFER,
    WAKE,
    GIVE_UP,
    RETRY,
    DISCARD
  }

  public static final StateTable<EventState, Action> TABLE =
      StateTable.<EventState, Action>of("event")
          .on(RECEIVED, Action.FINISH, DONE, SYSTEM)
          .on(RECEIVED, Action.DEFER, WAITING, SYSTEM)
          .on(RECEIVED, Action.GIVE_UP, DEAD, SYSTEM)
          .on(WAITING, Action.WAKE, RECEIVED, SYSTEM)
          .on(WAITING, Action.FINISH, DONE, SYSTEM)
          .on(WAITING, Action.GIVE_UP, DEAD, SYSTEM)
          .on(WAITING, Action.RETRY, RECEIVED, REVIEWER, ADMIN)
          .on(DEAD, Action.RETRY, RECEIVED, REVIEWER, ADMIN)
          .on(WAITING, Action.DISCARD, DISCARDED, ADMIN)
          .on(DEAD, Action.DISCARD, DISCARDED, ADMIN)
          .build();

  /** The state of this word, as in SQL and on the wire. */
  public static Optional<EventState> parse(String word) {
    for (var state : values()) {
      if (StateTable.word(state).equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
