package dev.tributary.worker;

import dev.tributary.link.ClickService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the click table's partitions a week ahead of time. Any number of instances may run it. */
public final class PartitionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionVerticle.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final ClickService clicks;

  public PartitionVerticle(ClickService clicks) {
    this.clicks = clicks;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(INTERVAL.toMillis(), tick -> createPartitions());
    return clicks.createPartitions();
  }

  private void createPartitions() {
    clicks
        .createPartitions()
        .onFailure(fault -> LOG.warn("Partitions were not created; trying again later", fault));
  }
}
