package dev.tributary.worker;

import dev.tributary.link.ClickService;
import dev.tributary.link.stats.ClickStatsService;
import dev.tributary.link.visit.VisitorService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what clicks need ready before they come, partitions for the coming week and the visitor key
 * of the day, and rolls up and drops what is past. Any number of instances may run it.
 */
public final class ClickVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClickVerticle.class);
  private static final Duration PARTITIONS = Duration.ofHours(1);
  private static final Duration KEY = Duration.ofMinutes(1);
  private static final Duration ROLL_UP = Duration.ofSeconds(5);

  private final ClickService clicks;
  private final VisitorService visitors;
  private final ClickStatsService stats;
  private Drain rollUp;

  public ClickVerticle(ClickService clicks, VisitorService visitors, ClickStatsService stats) {
    this.clicks = clicks;
    this.visitors = visitors;
    this.stats = stats;
  }

  @Override
  public Future<?> start() {
    repeat(PARTITIONS, clicks::createPartitions);
    repeat(PARTITIONS, stats::dropOld);
    repeat(KEY, visitors::refreshKey);
    rollUp = new Drain(vertx, "click statistics", stats::rollUp);
    rollUp.sweepEvery(ROLL_UP);
    return clicks.createPartitions().compose(created -> visitors.refreshKey());
  }

  private void repeat(Duration interval, Supplier<Future<Void>> work) {
    vertx.setPeriodic(
        interval.toMillis(),
        tick ->
            work.get().onFailure(fault -> LOG.warn("Trying again later: {}", fault.toString())));
  }

  @Override
  public Future<?> stop() {
    return rollUp.stop();
  }
}
