/** Milestones that are granted and claimed. */
@org.jspecify.annotations.NullMarked
package dev.tributary.reward;
