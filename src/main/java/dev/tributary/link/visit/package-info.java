/** Who visits a link: a person, a machine, or the same person again. */
@org.jspecify.annotations.NullMarked
package dev.tributary.link.visit;
