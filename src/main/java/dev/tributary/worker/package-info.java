/** Verticles that work off the inbox and the outbox. */
@org.jspecify.annotations.NullMarked
package dev.tributary.worker;
