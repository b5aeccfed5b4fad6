package dev.tributary.audit;

import dev.tributary.kernel.Actor;
import java.util.Map;
import java.util.UUID;

/**
 * Something that somebody did to a thing and that is no step of its state machine.
 *
 * @param subjectType the kind of thing, as in {@code invoice_commission}
 * @param action no word that is an action of the machine, too
 * @param after JSON values by name: what is new
 */
public record Note(
    String subjectType, UUID subject, String action, Map<String, Object> after, Actor actor) {}
