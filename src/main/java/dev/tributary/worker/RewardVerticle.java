package dev.tributary.worker;

import dev.tributary.reward.RewardService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Lets rewards expire when their time is over. Any number of instances may run it. */
public final class RewardVerticle extends VerticleBase {
  private static final Duration SWEEP = Duration.ofSeconds(2);

  private final RewardService rewards;
  private Drain drain;

  public RewardVerticle(RewardService rewards) {
    this.rewards = rewards;
  }

  @Override
  public Future<?> start() {
    drain = new Drain(vertx, "expiring rewards", rewards::expireNext);
    drain.sweepEvery(SWEEP);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return drain.stop();
  }
}
