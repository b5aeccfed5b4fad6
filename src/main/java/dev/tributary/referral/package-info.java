/** The bond between a new user and the affiliate who brought them. */
@org.jspecify.annotations.NullMarked
package dev.tributary.referral;
