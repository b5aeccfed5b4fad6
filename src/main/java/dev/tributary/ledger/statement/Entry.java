package dev.tributary.ledger.statement;

import dev.tributary.kernel.Money;
import dev.tributary.ledger.Bucket;
import java.time.Instant;
import java.util.UUID;

/**
 * One posting as its owner sees it.
 *
 * @param position orders the entries of an owner, later ones are higher
 * @param reference the wire id of what caused it
 * @param balanceMinor the balance of its account with this entry and all before it
 */
public record Entry(
    long position,
    UUID transfer,
    String kind,
    String reference,
    Bucket bucket,
    Money amount,
    long balanceMinor,
    Instant at) {}
