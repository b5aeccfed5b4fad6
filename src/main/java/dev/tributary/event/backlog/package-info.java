/** How much waits in the inbox and the outbox, and clearing away what has left. */
@org.jspecify.annotations.NullMarked
package dev.tributary.event.backlog;
