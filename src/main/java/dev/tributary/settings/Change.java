package dev.tributary.settings;

import dev.tributary.kernel.Actor;
import java.util.Map;

/**
 * Somebody made a new version, in words for the audit.
 *
 * @param after JSON values by name
 */
public record Change(int version, Map<String, Object> after, Actor actor) {}
