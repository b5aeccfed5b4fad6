package dev.tributary.referral;

/**
 * Shows the benchmark the statement behind GET /referral-stats, so that it cannot measure a copy.
 */
public final class StatsQuery {
  private StatsQuery() {}

  /** With the user id of an affiliate as {@code $1}. */
  public static String text() {
    return StatsStore.GET_STATS;
  }
}
