/** What an order earns, decided by a pure engine. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission;
