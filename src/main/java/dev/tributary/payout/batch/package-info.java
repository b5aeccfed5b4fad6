/** Payouts that go out together: a frozen set, its table for the bank, and what came of it. */
@org.jspecify.annotations.NullMarked
package dev.tributary.payout.batch;
