/** Statistics of clicks, kept when the clicks themselves are gone. */
@org.jspecify.annotations.NullMarked
package dev.tributary.link.stats;
