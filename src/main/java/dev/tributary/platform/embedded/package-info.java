/** Real PostgreSQL and Redis for a machine that has none configured. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.embedded;
