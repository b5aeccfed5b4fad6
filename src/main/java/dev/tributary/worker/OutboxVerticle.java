package dev.tributary.worker;

import dev.tributary.event.Bus;
import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Publishes the outbox: woken by a hint on the event bus, and by a sweep in case it got lost. */
public final class OutboxVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofMillis(500);

  private final OutboxService outbox;
  private final Function<List<Message>, Future<Map<EventId, Boolean>>> publisher;
  private Drain drain;

  /**
   * A verticle that publishes.
   *
   * @param publisher answers, for each message confirmed, whether a queue took it
   */
  public OutboxVerticle(
      OutboxService outbox, Function<List<Message>, Future<Map<EventId, Boolean>>> publisher) {
    this.outbox = outbox;
    this.publisher = publisher;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "outgoing events", this::publishNext);
    drain.sweepEvery(SWEEP);
    return vertx.eventBus().consumer(Bus.OUTBOX_READY, hint -> drain.wake()).completion();
  }

  private Future<Boolean> publishNext() {
    return outbox.publishNext(publisher).map(confirmed -> confirmed > 0);
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
