/** The versioned program rules. */
@org.jspecify.annotations.NullMarked
package dev.tributary.settings;
