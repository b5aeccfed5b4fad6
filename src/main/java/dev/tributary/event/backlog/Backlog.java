package dev.tributary.event.backlog;

/**
 * What waits at one moment. Counts end at {@link #MAX_COUNT}: beyond it the exact number helps
 * nobody and costs time.
 *
 * @param received events not yet decided
 * @param waiting events that wait for another one
 * @param dead events that were given up
 * @param inboxLateSeconds for how long the oldest event has been due; 0 when none is
 * @param unpublished outgoing events that the broker has not confirmed
 * @param outboxLateSeconds for how long the oldest of them has been due
 */
public record Backlog(
    long received,
    long waiting,
    long dead,
    long inboxLateSeconds,
    long unpublished,
    long outboxLateSeconds) {
  public static final int MAX_COUNT = 100_000;
}
