package dev.tributary.audit;

import dev.tributary.kernel.Actor;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did to a thing and that is no step of its state machine.
 *
 * @param subjectType the kind of thing, as in {@code invoice_commission}
 * @param action no word that is an action of the machine, too
 * @param before JSON values by name: what was there instead; empty when nothing was
 * @param after JSON values by name: what is new
 * @param reason why, in words; null when the action says it all
 */
public record Note(
    String subjectType,
    UUID subject,
    String action,
    Map<String, Object> before,
    Map<String, Object> after,
    Actor actor,
    @Nullable String reason) {

  /** One that replaces nothing and needs no reason. */
  public Note(
      String subjectType, UUID subject, String action, Map<String, Object> after, Actor actor) {
    this(subjectType, subject, action, Map.of(), after, actor, null);
  }
}
