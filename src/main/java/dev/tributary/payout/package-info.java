/** Withdrawals: who gets money out, how, and what becomes of it on the way. */
@org.jspecify.annotations.NullMarked
package dev.tributary.payout;
