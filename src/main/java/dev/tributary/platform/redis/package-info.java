/** Redis: scripts over one held connection, and the rate limits that are kept with them. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.redis;
