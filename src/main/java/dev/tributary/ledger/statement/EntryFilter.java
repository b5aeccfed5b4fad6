package dev.tributary.ledger.statement;

import dev.tributary.kernel.Currency;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries to list.
 *
 * @param from the first moment
 * @param to the moment after the last
 * @param before only entries of lower positions
 */
public record EntryFilter(
    Optional<Currency> currency, Optional<Instant> from, Optional<Instant> to, long before) {}
