/** The double-entry ledger: the only writer of balances. */
@org.jspecify.annotations.NullMarked
package dev.tributary.ledger;
