package dev.tributary.link;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One visit of a link, as it is stored.
 *
 * @param botReason why the visit does not count, or null when it does
 * @param dedupe {@code first}, {@code repeat} or {@code unknown}; null when nobody asked
 * @param visitor a pseudonym that is the same for the same visitor on the same day
 * @param firstClick the click with which the visitor's attribution window began
 */
public record Click(
    ClickId id,
    String code,
    @Nullable String botReason,
    @Nullable String dedupe,
    @Nullable UUID visitor,
    @Nullable UUID firstClick,
    Origin origin) {

  /** Where a visit came from, as far as the visitor's program says. */
  public record Origin(
      String device,
      @Nullable String country,
      @Nullable String referrerHost,
      @Nullable String subId,
      @Nullable String utmSource,
      @Nullable String utmMedium,
      @Nullable String utmCampaign) {}

  /** The same click with what was found out about it. */
  Click with(@Nullable String newBotReason, String newDedupe) {
    return new Click(id, code, newBotReason, newDedupe, visitor, firstClick, origin);
  }
}
