/** Withdrawals over HTTP: what affiliates ask for, and what finance makes of it. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.payout;
