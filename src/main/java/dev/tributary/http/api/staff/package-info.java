/** What only staff may do. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.api.staff;
