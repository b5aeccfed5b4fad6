/** What staff see of commissions and decide about them, over HTTP. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.review;
