/** What staff see of commissions and decide about them. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.review;
