package dev.tributary.event;

import java.util.Map;

/**
 * Something that happened here and that others may want to know.
 *
 * @param type as in {@code invoice_commission.approved}; also the routing key
 * @param subject the wire id of the thing it is about
 * @param data JSON values by name
 */
public record OutgoingEvent(String type, String subject, Map<String, Object> data) {}
