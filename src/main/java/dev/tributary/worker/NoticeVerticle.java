package dev.tributary.worker;

import dev.tributary.event.Bus;
import dev.tributary.event.EventId;
import dev.tributary.event.OutboxService;
import dev.tributary.event.OutboxService.Message;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Tells the notifier of committed events: woken by a hint, and by a sweep in case it got lost. */
public final class NoticeVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final OutboxService outbox;
  private final Function<List<Message>, Future<Set<EventId>>> notifier;
  private Drain drain;

  /**
   * A verticle that tells.
   *
   * @param notifier answers those it has told of
   */
  public NoticeVerticle(
      OutboxService outbox, Function<List<Message>, Future<Set<EventId>>> notifier) {
    this.outbox = outbox;
    this.notifier = notifier;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "notifications", this::tellNext);
    drain.sweepEvery(SWEEP);
    return vertx.eventBus().consumer(Bus.OUTBOX_READY, hint -> drain.wake()).completion();
  }

  private Future<Boolean> tellNext() {
    return outbox.tellNext(notifier).map(told -> told > 0);
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
