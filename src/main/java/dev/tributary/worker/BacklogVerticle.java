package dev.tributary.worker;

import dev.tributary.event.backlog.Backlog;
import dev.tributary.event.backlog.BacklogService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells in metrics what waits, and clears published events away. The figures are of the database:
 * every instance tells the same ones, and none while the database is away.
 */
public final class BacklogVerticle extends VerticleBase {
  private static final Duration SAMPLE = Duration.ofSeconds(5);
  private static final Duration CLEAR = Duration.ofMinutes(10);

  private final BacklogService backlogs;
  private final MeterRegistry metrics;
  private volatile @Nullable Backlog latest;
  private boolean sampling;
  private Drain clearing;

  public BacklogVerticle(BacklogService backlogs, MeterRegistry metrics) {
    this.backlogs = backlogs;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    register(events("received", Backlog::received));
    register(events("waiting", Backlog::waiting));
    register(events("dead", Backlog::dead));
    register(
        gauge("tributary.events.late", Backlog::inboxLateSeconds)
            .description("How long the event that is due for longest has been due")
            .baseUnit("seconds"));
    register(
        gauge("tributary.outbox.unpublished", Backlog::unpublished)
            .description("Outgoing events that no broker has confirmed"));
    register(
        gauge("tributary.outbox.late", Backlog::outboxLateSeconds)
            .description("How long the oldest of them has waited")
            .baseUnit("seconds"));
    vertx.setPeriodic(SAMPLE.toMillis(), tick -> sample());
    clearing = new Drain(vertx, "published events", backlogs::deletePublished);
    clearing.sweepEvery(CLEAR);
    clearing.wake();
    return sample();
  }

  private Gauge.Builder<BacklogVerticle> events(String status, ToDoubleFunction<Backlog> figure) {
    return gauge("tributary.events.open", figure)
        .description("Events that are not done, by status")
        .tag("status", status);
  }

  private Gauge.Builder<BacklogVerticle> gauge(String name, ToDoubleFunction<Backlog> figure) {
    return Gauge.builder(name, this, verticle -> verticle.read(figure));
  }

  private double read(ToDoubleFunction<Backlog> figure) {
    var backlog = latest;
    return backlog == null ? Double.NaN : figure.applyAsDouble(backlog);
  }

  private void register(Gauge.Builder<BacklogVerticle> gauge) {
    gauge.register(metrics);
  }

  /** A sample that is late is not joined by a second one. */
  private Future<Void> sample() {
    if (sampling) {
      return Future.succeededFuture();
    }
    sampling = true;
    return backlogs
        .measure()
        .transform(
            measured -> {
              latest = measured.succeeded() ? measured.result() : null;
              sampling = false;
              return Future.succeededFuture();
            });
  }

  @Override
  public Future<?> stop() {
    return clearing.stop();
  }
}
