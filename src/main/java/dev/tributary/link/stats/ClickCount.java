package dev.tributary.link.stats;

/**
 * How many clicks one group has.
 *
 * @param key a day, a code, or the value of a property; empty where clicks do not have it
 * @param counted those by people, and not the same person again
 */
public record ClickCount(String key, long clicks, long counted) {}
