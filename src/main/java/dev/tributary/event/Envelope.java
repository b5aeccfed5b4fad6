package dev.tributary.event;

/**
 * An event on its way into the inbox. Source and event id together name it: the same pair is the
 * same event (CloudEvents 1.0, section 3.1.1).
 *
 * @param data the event's payload as JSON text
 */
public record Envelope(String source, String eventId, String type, String data) {}
