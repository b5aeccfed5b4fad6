/** Who is told of outgoing events besides the broker. */
@org.jspecify.annotations.NullMarked
package dev.tributary.notification;
