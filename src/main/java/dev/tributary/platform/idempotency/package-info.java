/** One effect and one answer for each Idempotency-Key. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.idempotency;
