/** Why an order earned what it earned, in words, for staff and for the affiliate concerned. */
@org.jspecify.annotations.NullMarked
package dev.tributary.commission.explain;
