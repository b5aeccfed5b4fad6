/** Real servers as child processes, for machines that have none. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform.embedded;
