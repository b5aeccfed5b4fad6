package dev.tributary.audit;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.StateTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of a state machine that somebody took.
 *
 * @param machine the kind of thing, as in {@code invoice_commission}
 * @param from null when the thing is new
 * @param reason why, in words or as a reason code; null when the action says it all
 */
public record Change(
    String machine,
    UUID subject,
    String action,
    @Nullable String from,
    String to,
    Actor actor,
    @Nullable String reason) {

  /** The first step: the thing exists now. */
  public static Change created(String machine, UUID subject, Enum<?> to, Actor actor) {
    return new Change(machine, subject, "create", null, StateTable.word(to), actor, null);
  }

  /** A step along an edge of the machine's table. */
  public static Change of(
      String machine, UUID subject, Enum<?> action, Enum<?> from, Enum<?> to, Actor actor) {
    return new Change(
        machine,
        subject,
        StateTable.word(action),
        StateTable.word(from),
        StateTable.word(to),
        actor,
        null);
  }

  /** The same step with the reason for it, if there is one. */
  public Change because(@Nullable String why) {
    return new Change(machine, subject, action, from, to, actor, why);
  }
}
