/** The vocabulary everything shares: money, ids, actors, failures, state tables. JDK only. */
@org.jspecify.annotations.NullMarked
package dev.tributary.kernel;
