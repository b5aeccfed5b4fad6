/** Codes, links and clicks. */
@org.jspecify.annotations.NullMarked
package dev.tributary.link;
