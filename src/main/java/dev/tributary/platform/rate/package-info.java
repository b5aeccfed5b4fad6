/** Rate limits, shared through Redis and kept here when it is away. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.rate;
