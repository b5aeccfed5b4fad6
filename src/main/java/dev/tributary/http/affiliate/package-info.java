/** Affiliates over HTTP: how somebody becomes one, what staff make of it, and their codes. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.affiliate;
