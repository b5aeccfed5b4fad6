package dev.tributary;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The host's side of the real RabbitMQ, with queues and an exchange that only this test uses. */
final class Broker implements AutoCloseable {
  private final String run = "test." + Long.toString(System.nanoTime(), 36);
  private final Connection connection;
  private final Channel channel;
  private final String outgoing = run + ".outgoing";

  Broker() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(TestServers.rabbitmqUrl());
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.confirmSelect();
    channel.exchangeDeclare(exchange(), "topic", true);
    channel.queueDeclare(outgoing, true, false, false, Map.of());
    channel.queueBind(outgoing, exchange(), "#");
    for (var queue : List.of(registrations(), payments(), rewards())) {
      channel.queueDeclare(queue, true, false, false, Map.of());
    }
  }

  String exchange() {
    return run + ".events";
  }

  String registrations() {
    return run + ".registered";
  }

  String payments() {
    return run + ".paid";
  }

  String rewards() {
    return run + ".reward";
  }

  /** What the service has to be told to use all this. */
  Map<String, String> environment(String url) {
    return Map.of(
        "TRIBUTARY_RABBITMQ_URL", url,
        "TRIBUTARY_RABBITMQ_EXCHANGE", exchange(),
        "TRIBUTARY_RABBITMQ_QUEUES_USER_REGISTERED", registrations(),
        "TRIBUTARY_RABBITMQ_QUEUES_ORDER_PAID", payments(),
        "TRIBUTARY_RABBITMQ_QUEUES_AFFILIATE_REWARD", rewards());
  }

  void send(String queue, String body) throws Exception {
    send(queue, body, null);
  }

  void send(String queue, String body, @Nullable String messageId) throws Exception {
    var properties = new BasicProperties.Builder().deliveryMode(2).messageId(messageId).build();
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(5_000);
  }

  /** Many messages, without waiting for each. */
  void sendAll(String queue, List<String> bodies) throws Exception {
    var persistent = new BasicProperties.Builder().deliveryMode(2).build();
    for (var body : bodies) {
      channel.basicPublish("", queue, persistent, body.getBytes(StandardCharsets.UTF_8));
    }
    channel.waitForConfirmsOrDie(10_000);
  }

  /** Messages nobody has acknowledged yet, waiting in the queue. */
  long ready(String queue) {
    try {
      return channel.messageCount(queue);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything the service has published since the last call. */
  List<GetResponse> published() {
    try {
      var messages = new ArrayList<GetResponse>();
      for (var got = channel.basicGet(outgoing, true);
          got != null;
          got = channel.basicGet(outgoing, true)) {
        messages.add(got);
      }
      return messages;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  long consumers(String queue) {
    try (var own = connection.createChannel()) {
      return own.consumerCount(queue);
    } catch (IOException | TimeoutException e) {
      return 0;
    }
  }

  /** From now on nobody listens to what the service publishes. */
  void unbind() throws IOException {
    channel.queueUnbind(outgoing, exchange(), "#");
  }

  void delete(String queue) throws IOException {
    channel.queueDelete(queue);
  }

  @Override
  public void close() throws IOException {
    for (var queue : List.of(registrations(), payments(), rewards(), outgoing)) {
      channel.queueDelete(queue);
    }
    channel.exchangeDelete(exchange());
    connection.close();
  }
}
