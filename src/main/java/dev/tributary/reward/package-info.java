/** What affiliates and referred users are granted and claim. */
@org.jspecify.annotations.NullMarked
package dev.tributary.reward;
