package dev.tributary.notification;

import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Tells people or systems what has happened. It hears of committed events only, at least once each
 * and outside of every request, so it may be slow or fail; it must put up with a repeat, which has
 * the same id.
 */
@FunctionalInterface
public interface Notifier {
  /**
   * Tells of these events, the oldest first.
   *
   * @return those it has told of; the others come again later, and when it fails all of them do
   */
  Future<Set<EventId>> tell(List<Message> events);

  /**
   * The notifier that goes by this name in {@code notification.notifier}, which the configuration
   * has checked.
   */
  static Notifier named(String name) {
    return switch (name) {
      case "log" -> new LogNotifier();
      case "digest" -> new DigestNotifier();
      default -> throw new IllegalArgumentException("no notifier is named " + name);
    };
  }
}
