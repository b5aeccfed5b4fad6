package dev.tributary.amqp;

import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.UserRegistered;
import dev.tributary.event.InboxService;
import dev.tributary.platform.Config.Rabbit;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.rabbitmq.QueueOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQConsumer;
import io.vertx.rabbitmq.RabbitMQMessage;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes the host's queues and acknowledges each message after its event is committed. A broker
 * that is away, at the start or later, is waited for; nothing else of the service depends on it.
 *
 * <p>The client recovers its connection the way of the Java client ({@code automaticRecovery}),
 * because the reconnection of the Vert.x client acknowledges other messages than it means to.
 */
public final class AmqpVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(AmqpVerticle.class);
  private static final long RETRY_MS = 1_000;
  private static final int HEARTBEAT_S = 10;

  private final Rabbit config;
  private final Intake intake;
  private final Map<String, RabbitMQConsumer> consumers = new LinkedHashMap<>();
  private RabbitMQClient client;
  private Acknowledgements acknowledgements;
  private volatile boolean consuming;
  private boolean stopped;
  private boolean inTrouble;

  public AmqpVerticle(Rabbit config, InboxService inbox) {
    this.config = config;
    this.intake = new Intake(inbox);
  }

  @Override
  public Future<?> start() {
    connect();
    return Future.succeededFuture();
  }

  private void connect() {
    client = RabbitMQClient.create(vertx, options());
    acknowledgements = new Acknowledgements(vertx::runOnContext, this::acknowledge);
    client
        .start()
        .compose(started -> client.basicQos(config.prefetch(), false))
        .compose(limited -> consumeAll())
        .onSuccess(done -> consuming())
        .onFailure(this::connectLater);
  }

  private void consuming() {
    LOG.info("Consuming {}", consumers.keySet());
    consuming = true;
    inTrouble = false;
  }

  /** Whether the queues are being listened to. */
  public boolean isConsuming() {
    return consuming && client.isOpenChannel();
  }

  private void connectLater(Throwable fault) {
    if (!inTrouble) {
      LOG.warn("RabbitMQ is not there, waiting for it: {}", fault.toString());
    }
    inTrouble = true;
    client.stop().onComplete(done -> vertx.setTimer(RETRY_MS, tick -> connectAgain()));
  }

  private void connectAgain() {
    if (!stopped) {
      connect();
    }
  }

  private RabbitMQOptions options() {
    var options = new RabbitMQOptions();
    options
        .setUri(config.url())
        .setAutomaticRecoveryEnabled(true)
        .setNetworkRecoveryInterval(RETRY_MS)
        .setConnectionTimeout(2_000)
        .setRequestedHeartbeat(HEARTBEAT_S)
        .setReconnectAttempts(0);
    return options;
  }

  /** What a body without an envelope means, by queue. */
  private Map<String, String> queues() {
    var queues = new LinkedHashMap<String, String>();
    queues.put(config.queues().userRegistered(), UserRegistered.TYPE);
    queues.put(config.queues().orderPaid(), OrderPaid.TYPE);
    queues.put(config.queues().affiliateReward(), OrderPaid.TYPE);
    return queues;
  }

  private Future<Void> consumeAll() {
    var all = Future.<Void>succeededFuture();
    for (var queue : queues().entrySet()) {
      all = all.compose(done -> consume(queue.getKey(), queue.getValue()));
    }
    return all;
  }

  private Future<Void> consume(String queue, String bareType) {
    var manualAck = new QueueOptions().setAutoAck(false).setMaxInternalQueueSize(100_000);
    return declare(queue)
        .compose(declared -> client.basicConsumer(queue, manualAck))
        .onSuccess(consumer -> listen(queue, bareType, consumer))
        .mapEmpty();
  }

  private Future<Void> declare(String queue) {
    return config.declare()
        ? client.queueDeclare(queue, true, false, false).mapEmpty()
        : Future.succeededFuture();
  }

  private void listen(String queue, String bareType, RabbitMQConsumer consumer) {
    consumers.put(queue, consumer);
    consumer.handler(message -> delivered(bareType, message));
    consumer.endHandler(ended -> consumeAgain(queue, bareType));
  }

  /** The broker cancels a consumer whose queue somebody deletes; only the end tells of it. */
  private void consumeAgain(String queue, String bareType) {
    if (!stopped) {
      LOG.warn("The queue {} went away, declaring it again", queue);
      vertx.setTimer(
          RETRY_MS,
          tick -> consume(queue, bareType).onFailure(fault -> consumeAgain(queue, bareType)));
    }
  }

  private void delivered(String bareType, RabbitMQMessage message) {
    acknowledgements.delivered(tag(message));
    take(bareType, message);
  }

  private void take(String bareType, RabbitMQMessage message) {
    intake
        .take(bareType, messageId(message), message.body())
        .onSuccess(committed -> acknowledgements.committed(tag(message)))
        .onFailure(fault -> takeLater(bareType, message));
  }

  private static long tag(RabbitMQMessage message) {
    return message.envelope().getDeliveryTag();
  }

  /** Without the database nothing is acknowledged; the prefetch bounds how much waits here. */
  private void takeLater(String bareType, RabbitMQMessage message) {
    if (!stopped) {
      vertx.setTimer(RETRY_MS, tick -> take(bareType, message));
    }
  }

  /**
   * On a channel that is closed the client would throw, or open another one, on which the tags mean
   * nothing; what was delivered on it comes again anyway.
   */
  private void acknowledge(long tag, boolean andAllBefore) {
    if (client.isOpenChannel()) {
      Future.succeededFuture()
          .compose(open -> client.basicAck(tag, andAllBefore))
          .onFailure(fault -> LOG.info("Not acknowledged, it comes again: {}", fault.toString()));
    }
  }

  private static Optional<String> messageId(RabbitMQMessage message) {
    return Optional.ofNullable(message.properties().getMessageId())
        .filter(id -> !id.isBlank() && id.chars().noneMatch(Character::isISOControl));
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    var cancelled = consumers.values().stream().map(RabbitMQConsumer::cancel).toList();
    return Future.join(cancelled)
        .transform(done -> client.stop())
        .timeout(3, TimeUnit.SECONDS)
        .otherwiseEmpty();
  }
}
