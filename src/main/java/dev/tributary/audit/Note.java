package dev.tributary.audit;

import dev.tributary.kernel.Actor;
import java.util.Map;
import java.util.UUID;

/**
 * Something that somebody did to a thing and that is no step of its state machine.
 *
 * @param subjectType the kind of thing, as in {@code invoice_commission}
 * @param action no word that is an action of the machine, too
 * @param before JSON values by name: what they were; empty when the thing is new
 * @param after JSON values by name: what is new
 */
public record Note(
    String subjectType,
    UUID subject,
    String action,
    Map<String, Object> before,
    Map<String, Object> after,
    Actor actor) {

  /** Something that had no value before. */
  public Note(
      String subjectType, UUID subject, String action, Map<String, Object> after, Actor actor) {
    this(subjectType, subject, action, Map.of(), after, actor);
  }
}
