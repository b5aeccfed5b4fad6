package dev.tributary.link;

import org.jspecify.annotations.Nullable;

/**
 * One visit of a link, as it is stored.
 *
 * @param notCounted why the visit does not count, or null when it does
 */
public record Click(ClickId id, String code, @Nullable String notCounted, Origin origin) {
  /** Where a visit came from, as far as the visitor's program says. */
  public record Origin(
      @Nullable String referrerHost,
      @Nullable String subId,
      @Nullable String utmSource,
      @Nullable String utmMedium,
      @Nullable String utmCampaign) {}

  public boolean counted() {
    return notCounted == null;
  }
}
