package dev.tributary.payout.batch;

import dev.tributary.kernel.Money;
import dev.tributary.payout.BatchId;
import java.time.Instant;

/**
 * Payouts of one method and currency that go out together; which ones never changes.
 *
 * @param payouts how many
 * @param total their sum
 */
public record Batch(
    BatchId id, String method, int payouts, Money total, String createdBy, Instant createdAt) {}
