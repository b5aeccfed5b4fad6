package dev.tributary.http.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the visitors who were sent on although their click could not be stored. Each is in the
 * metric; the log has one line for each burst of them.
 */
public final class LostClicks {
  private static final Logger LOG = LoggerFactory.getLogger(LostClicks.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Counter counter;
  private final AtomicLong latest = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  public LostClicks(MeterRegistry metrics) {
    counter =
        Counter.builder("tributary.clicks.lost")
            .description("Redirects whose click could not be stored")
            .register(metrics);
  }

  void count(Throwable fault) {
    counter.increment();
    long now = System.nanoTime();
    if (now - latest.getAndSet(now) >= QUIET_NANOS) {
      LOG.warn("Clicks cannot be stored, visitors are sent on without: {}", fault.toString());
    }
  }
}
