/** What an affiliate's accounts looked like at some time, and how they got there. */
@org.jspecify.annotations.NullMarked
package dev.tributary.ledger.statement;
