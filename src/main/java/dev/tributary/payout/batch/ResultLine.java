package dev.tributary.payout.batch;

import dev.tributary.payout.Note;
import dev.tributary.payout.PayoutState.Action;

/**
 * What the bank says of one payout.
 *
 * @param number the line of the file, from 1; the head is the first
 * @param payoutId as it is written there
 * @param amount as it is written there
 * @param action {@code PAY} or {@code FAIL}
 */
record ResultLine(long number, String payoutId, String amount, Action action, Note note) {}
