/** Who a caller is, where they call from, and how much they may ask. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.access;
