/** Events in (inbox) and out (outbox). */
@org.jspecify.annotations.NullMarked
package dev.tributary.event;
