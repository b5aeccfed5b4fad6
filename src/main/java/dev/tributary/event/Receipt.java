package dev.tributary.event;

/**
 * What became of an event that was handed in.
 *
 * @param duplicate true when the same event was accepted before; it has no second effect
 */
public record Receipt(EventId id, String eventId, boolean duplicate) {}
