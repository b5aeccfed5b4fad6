/** What stores share. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.sql;
