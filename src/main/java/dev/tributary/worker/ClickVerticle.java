package dev.tributary.worker;

import dev.tributary.link.ClickService;
import dev.tributary.link.visit.VisitorService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what clicks need ready before they come: partitions for the coming week and the visitor key
 * of the day. Any number of instances may run it.
 */
public final class ClickVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClickVerticle.class);
  private static final Duration PARTITIONS = Duration.ofHours(1);
  private static final Duration KEY = Duration.ofMinutes(1);

  private final ClickService clicks;
  private final VisitorService visitors;

  public ClickVerticle(ClickService clicks, VisitorService visitors) {
    this.clicks = clicks;
    this.visitors = visitors;
  }

  @Override
  public Future<?> start() {
    repeat(PARTITIONS, clicks::createPartitions);
    repeat(KEY, visitors::refreshKey);
    return clicks.createPartitions().compose(created -> visitors.refreshKey());
  }

  private void repeat(Duration interval, Supplier<Future<Void>> work) {
    vertx.setPeriodic(
        interval.toMillis(),
        tick ->
            work.get().onFailure(fault -> LOG.warn("Trying again later: {}", fault.toString())));
  }
}
