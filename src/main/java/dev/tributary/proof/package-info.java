/** Recomputes what must hold over the whole database. */
@org.jspecify.annotations.NullMarked
package dev.tributary.proof;
