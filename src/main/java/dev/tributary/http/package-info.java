/** The HTTP edge: one contract, thin handlers. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http;
