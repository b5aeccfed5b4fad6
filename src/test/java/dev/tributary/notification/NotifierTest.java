package dev.tributary.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What each notifier tells of the same three events; none tells the code of a voucher. */
class NotifierTest {
  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger(Notifier.class.getPackageName());
  private static final List<Message> EVENTS =
      List.of(
          message(1, "reward.granted"), message(2, "reward.claimed"), message(3, "reward.granted"));

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private static Message message(int number, String type) {
    var cloudEvent =
        new JsonObject()
            .put("subject", "rwd_" + number)
            .put("data", new JsonObject().put("code", "SECRET"));
    return new Message(new EventId(new UUID(0, number)), type, cloudEvent.encode());
  }

  @BeforeEach
  void listen() {
    lines.start();
    LOG.addAppender(lines);
    LOG.setLevel(Level.INFO);
    LOG.setAdditive(false);
  }

  @AfterEach
  void leave() {
    LOG.detachAppender(lines);
    LOG.setLevel(null);
    LOG.setAdditive(true);
  }

  private List<String> told(String notifier) {
    var told = Notifier.named(notifier).tell(EVENTS).await();
    assertThat(told).containsExactlyInAnyOrderElementsOf(EVENTS.stream().map(Message::id).toList());
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void theLogHasALineForEach() {
    assertThat(told("log"))
        .containsExactly(
            "reward.granted rwd_1 (evt_00000000000000000000000001)",
            "reward.claimed rwd_2 (evt_00000000000000000000000002)",
            "reward.granted rwd_3 (evt_00000000000000000000000003)");
  }

  @Test
  void theDigestHasOneLineForAll() {
    assertThat(told("digest")).containsExactly("3 events: {reward.claimed=1, reward.granted=2}");
  }
}
