package dev.tributary.notification;

import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line to the log for each event: what happened, and to what. It leaves out the data,
 * which may hold what is not for everyone who reads the log.
 */
final class LogNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(LogNotifier.class);

  @Override
  public Future<Set<EventId>> tell(List<Message> events) {
    for (var event : events) {
      var subject = new JsonObject(event.cloudEvent()).getString("subject");
      LOG.info("{} {} ({})", event.type(), subject, event.id());
    }
    return Future.succeededFuture(events.stream().map(Message::id).collect(Collectors.toSet()));
  }
}
