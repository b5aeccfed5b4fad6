package dev.tributary.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService.Message;
import dev.tributary.platform.Config.Rabbit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to the topic exchange, persistent and mandatory, and says that a message is out only
 * when the broker has confirmed it. It uses the blocking Java client on a thread of its own: the
 * Vert.x client cannot publish with the mandatory flag. After any trouble it starts over with a new
 * connection, and what was not confirmed stays in the outbox.
 */
public final class Publisher {
  private static final int CONFIRM_TIMEOUT_MS = 5_000;
  private static final int CONNECT_TIMEOUT_MS = 2_000;
  private static final int HEARTBEAT_S = 10;
  private static final int PERSISTENT = 2;

  private final Rabbit config;
  private final WorkerExecutor thread;

  /** Ids the broker gave back because no queue takes that type; the broker's thread fills it. */
  private final Set<String> returned = ConcurrentHashMap.newKeySet();

  private @Nullable Channel channel;

  public Publisher(Vertx vertx, Rabbit config) {
    this.config = config;
    this.thread = vertx.createSharedWorkerExecutor("publisher", 1);
  }

  /** For each message confirmed: whether a queue took it. All are confirmed or the future fails. */
  public Future<Map<EventId, Boolean>> publish(List<Message> messages) {
    return messages.isEmpty()
        ? Future.succeededFuture(Map.of())
        : thread.executeBlocking(() -> publishAndWait(messages));
  }

  private Map<EventId, Boolean> publishAndWait(List<Message> messages) throws Exception {
    try {
      var open = open();
      returned.clear();
      for (var message : messages) {
        open.basicPublish(
            config.exchange(), message.type(), true, properties(message), body(message));
      }
      open.waitForConfirmsOrDie(CONFIRM_TIMEOUT_MS);
      return routed(messages);
    } catch (IOException | TimeoutException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  private Map<EventId, Boolean> routed(List<Message> messages) {
    var routed = new HashMap<EventId, Boolean>();
    for (var message : messages) {
      routed.put(message.id(), !returned.contains(message.id().toString()));
    }
    return routed;
  }

  private static BasicProperties properties(Message message) {
    return new BasicProperties.Builder()
        .messageId(message.id().toString())
        .type(message.type())
        .contentType("application/cloudevents+json")
        .deliveryMode(PERSISTENT)
        .build();
  }

  private static byte[] body(Message message) {
    return message.cloudEvent().getBytes(StandardCharsets.UTF_8);
  }

  private Channel open() throws IOException, TimeoutException, GeneralSecurityException {
    if (channel != null && channel.isOpen()) {
      return channel;
    }
    var opened = connect().createChannel();
    opened.exchangeDeclare(config.exchange(), "topic", true);
    opened.confirmSelect();
    opened.addReturnListener(back -> returned.add(back.getProperties().getMessageId()));
    channel = opened;
    return opened;
  }

  private Connection connect() throws IOException, TimeoutException, GeneralSecurityException {
    var factory = new ConnectionFactory();
    try {
      factory.setUri(config.url());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_TIMEOUT_MS);
    factory.setHandshakeTimeout(CONNECT_TIMEOUT_MS);
    factory.setRequestedHeartbeat(HEARTBEAT_S);
    return factory.newConnection("tributary-publisher");
  }

  private void abort() {
    if (channel != null) {
      channel.getConnection().abort(CONNECT_TIMEOUT_MS);
      channel = null;
    }
  }

  public Future<Void> close() {
    return thread
        .executeBlocking(
            () -> {
              abort();
              return null;
            })
        .eventually(thread::close)
        .mapEmpty();
  }
}
