package dev.tributary.link.visit;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells people from machines. A visit that does not count is kept all the same, with the reason
 * from here; whether somebody comes again is not for these rules to know.
 */
public final class VisitRules {
  /** What a page fetches for itself; a link in an image or a frame is nobody's click. */
  private static final Set<String> PAGE_PARTS =
      Set.of("image", "iframe", "frame", "embed", "object", "script", "style", "font", "video");

  private VisitRules() {}

  /** Why the visit does not count, or empty when it looks like a person. */
  public static Optional<String> reason(Visit visit) {
    if (visit.head()) {
      return Optional.of("head");
    }
    if (visit.purpose().toLowerCase(Locale.ROOT).contains("prefetch")) {
      return Optional.of("prefetch");
    }
    if (PAGE_PARTS.contains(visit.destination().toLowerCase(Locale.ROOT))) {
      return Optional.of("embedded");
    }
    return Crawlers.reason(visit.userAgent());
  }

  /** {@code mobile}, {@code tablet} or {@code desktop}, by the words that browsers agree on. */
  public static String device(String userAgent) {
    if (userAgent.contains("iPad") || userAgent.contains("Tablet")) {
      return "tablet";
    }
    if (userAgent.contains("Mobi")) {
      return "mobile";
    }
    return userAgent.contains("Android") ? "tablet" : "desktop";
  }
}
