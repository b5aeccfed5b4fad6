/** The pure decision what an order earns. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.engine;
