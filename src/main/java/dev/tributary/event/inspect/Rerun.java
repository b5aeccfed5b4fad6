package dev.tributary.event.inspect;

import dev.tributary.event.EventId;
import dev.tributary.event.inspect.EventState.Action;
import dev.tributary.kernel.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A step of an event that somebody took by hand.
 *
 * @param reason why, in words; null when the action says it all
 */
public record Rerun(
    EventId event,
    Action action,
    EventState from,
    EventState to,
    Actor actor,
    @Nullable String reason) {

  /** A step along an edge of the table; it refuses any other. */
  static Rerun of(
      EventId event, EventState from, Action action, Actor actor, @Nullable String reason) {
    var to = EventState.TABLE.next(event.toString(), from, action, actor);
    return new Rerun(event, action, from, to, actor, reason);
  }
}
