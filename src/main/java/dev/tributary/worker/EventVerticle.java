package dev.tributary.worker;

import dev.tributary.event.Bus;
import dev.tributary.event.DispatchService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Works off the inbox: woken by a hint on the event bus, and by a sweep in case it got lost. */
public final class EventVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofMillis(250);

  private final DispatchService events;
  private Drain drain;

  public EventVerticle(DispatchService events) {
    this.events = events;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "events", this::dispatchNext);
    drain.sweepEvery(SWEEP);
    return vertx.eventBus().consumer(Bus.INBOX_READY, hint -> drain.wake()).completion();
  }

  private Future<Boolean> dispatchNext() {
    return events
        .dispatchNext()
        .onSuccess(
            worked -> {
              if (worked) {
                vertx.eventBus().publish(Bus.OUTBOX_READY, "");
              }
            });
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
