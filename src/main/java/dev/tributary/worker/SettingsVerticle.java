package dev.tributary.worker;

import dev.tributary.settings.FollowService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/**
 * Looks twice a second which settings are in force: a version may come into force by itself, and
 * what the database tells may get lost. Every instance runs it.
 */
public final class SettingsVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofMillis(500);

  private final FollowService follower;
  private Drain drain;

  public SettingsVerticle(FollowService follower) {
    this.follower = follower;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "settings", () -> follower.follow().map(done -> false));
    drain.sweepEvery(SWEEP);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
