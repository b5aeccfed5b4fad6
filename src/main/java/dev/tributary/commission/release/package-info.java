/** Makes credits available when their holding period is over. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.release;
