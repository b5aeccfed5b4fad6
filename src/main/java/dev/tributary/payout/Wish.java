package dev.tributary.payout;

import dev.tributary.kernel.Money;

/** What somebody asks to be paid, and by which way; nothing is decided yet. */
public record Wish(Money amount, String method) {}
