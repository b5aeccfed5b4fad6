package dev.tributary.worker;

import dev.tributary.commission.release.ReleaseService;
import dev.tributary.event.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Looks from time to time whose holding period is over. Any number of instances may run it. */
public final class ReleaseVerticle extends VerticleBase {
  private final ReleaseService releases;
  private final Duration sweep;
  private Drain drain;

  public ReleaseVerticle(ReleaseService releases, Duration sweep) {
    this.releases = releases;
    this.sweep = sweep;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "releases", this::releaseNext);
    drain.sweepEvery(sweep);
    return Future.succeededFuture();
  }

  private Future<Boolean> releaseNext() {
    return releases.releaseNext().map(count -> count > 0).onSuccess(this::hint);
  }

  private void hint(boolean released) {
    if (released) {
      vertx.eventBus().publish(Bus.OUTBOX_READY, "");
    }
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
