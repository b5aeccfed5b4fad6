package dev.tributary.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The host's side of a real RabbitMQ: queues and an exchange that only this benchmark uses. */
final class Broker implements AutoCloseable {
  private static final String NAME = "tributary_bench.";
  private static final String EXCHANGE = NAME + "events";
  private static final List<String> OTHERS = List.of(NAME + "registered", NAME + "rewards");
  private static final int CONFIRM_EACH = 1_000;
  private static final long CONFIRM_MS = 60_000;
  static final String QUEUE = NAME + "paid";

  /** As a host sends what must not get lost. */
  private static final BasicProperties PERSISTENT =
      new BasicProperties.Builder()
          .contentType("application/cloudevents+json")
          .deliveryMode(2)
          .build();

  private final String url;
  private final Connection connection;
  private final Channel channel;

  private Broker(String url) throws IOException, TimeoutException, GeneralSecurityException {
    this.url = url;
    connection = connect(url);
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  static Broker open(String url) {
    try {
      return new Broker(url);
    } catch (IOException | TimeoutException | GeneralSecurityException e) {
      throw new VoidRun("no RabbitMQ at " + url, e);
    }
  }

  static Connection connect(String url)
      throws IOException, TimeoutException, GeneralSecurityException {
    var factory = new ConnectionFactory();
    try {
      factory.setUri(url);
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
    return factory.newConnection("tributary-bench");
  }

  /** What the service has to be told to use all this. */
  Map<String, String> variables() {
    return Map.of(
        "TRIBUTARY_RABBITMQ_URL", url,
        "TRIBUTARY_RABBITMQ_EXCHANGE", EXCHANGE,
        "TRIBUTARY_RABBITMQ_QUEUES_USER_REGISTERED", OTHERS.getFirst(),
        "TRIBUTARY_RABBITMQ_QUEUES_ORDER_PAID", QUEUE,
        "TRIBUTARY_RABBITMQ_QUEUES_AFFILIATE_REWARD", OTHERS.getLast());
  }

  String url() {
    return url;
  }

  /** The queue, new and empty. */
  void renew() {
    attempt(
        () -> {
          channel.queueDelete(QUEUE);
          channel.queueDeclare(QUEUE, true, false, false, Map.of());
        });
  }

  /** Puts orders into the queue; they are on the broker's disk when this returns. */
  void fill(long from, int count) {
    attempt(
        () -> {
          for (int i = 0; i < count; i++) {
            publish(from + i);
            if (i % CONFIRM_EACH == 0) {
              channel.waitForConfirmsOrDie(CONFIRM_MS);
            }
          }
          channel.waitForConfirmsOrDie(CONFIRM_MS);
        });
  }

  /** Sends one order, and does not wait for the broker. */
  void send(long number) {
    attempt(() -> publish(number));
  }

  private void publish(long number) throws IOException {
    channel.basicPublish("", QUEUE, PERSISTENT, Orders.cloudEvent(number).getBytes(UTF_8));
  }

  /** Messages that nobody has taken, or that went back. */
  long waiting() {
    try {
      return channel.messageCount(QUEUE);
    } catch (IOException e) {
      throw new VoidRun("the queue went away", e);
    }
  }

  private interface Step {
    void take() throws IOException, TimeoutException, InterruptedException;
  }

  private static void attempt(Step step) {
    try {
      step.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    } catch (IOException | TimeoutException e) {
      throw new VoidRun("RabbitMQ does not do it", e);
    }
  }

  @Override
  public void close() {
    attempt(
        () -> {
          for (var queue : OTHERS) {
            channel.queueDelete(queue);
          }
          channel.queueDelete(QUEUE);
          channel.exchangeDelete(EXCHANGE);
          connection.close();
        });
  }
}
