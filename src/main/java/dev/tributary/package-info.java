/** Composition root of the service. */
@org.jspecify.annotations.NullMarked
package dev.tributary;
