package dev.tributary.worker;

import dev.tributary.platform.idempotency.Idempotency;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Clears away idempotency keys that have had their day, now and then. */
public final class IdempotencyVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Idempotency keys;
  private Drain drain;

  public IdempotencyVerticle(Idempotency keys) {
    this.keys = keys;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "old idempotency keys", keys::forgetOld);
    drain.sweepEvery(SWEEP);
    drain.wake();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
