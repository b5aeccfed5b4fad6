package dev.tributary.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** How many event loops this machine gets, and the Vert.x that runs them. */
public final class EventLoops {
  private EventLoops() {}

  /**
   * The loops that serve HTTP: as configured, else one for every two cores, because PostgreSQL and
   * Redis of a small installation want the others.
   */
  public static int serving(Config config) {
    int cores = Runtime.getRuntime().availableProcessors();
    return config.http().eventLoops() > 0 ? config.http().eventLoops() : Math.max(1, cores / 2);
  }

  /** One loop more than serve, so that background work does not sit on a busy one. */
  public static Vertx create(Config config, MeterRegistry metrics) {
    var options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(serving(config) + 1)
            .setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
    return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics)).build();
  }
}
