/** Orders and what they earned, as a batch of events finds and leaves them; pure. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.book;
