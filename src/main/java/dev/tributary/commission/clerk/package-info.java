/** What each kind of event changes in the book; pure. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.clerk;
