package dev.tributary.notification;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line to the log for all events that are due together: how many of each type. */
final class DigestNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(DigestNotifier.class);

  @Override
  public Future<Set<EventId>> tell(List<Message> events) {
    LOG.info("{} events: {}", events.size(), count(events));
    return Future.succeededFuture(events.stream().map(Message::id).collect(Collectors.toSet()));
  }

  static SortedMap<String, Long> count(List<Message> events) {
    return events.stream().collect(groupingBy(Message::type, TreeMap::new, counting()));
  }
}
