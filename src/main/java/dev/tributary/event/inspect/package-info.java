/** Looking at events that came in, and deciding anew about those that did not get through. */
@org.jspecify.annotations.NullMarked
package dev.tributary.event.inspect;
