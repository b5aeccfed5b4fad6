package dev.tributary.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
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

  /**
   * No loop besides those that serve: what a click asks Redis and PostgreSQL stays on its thread,
   * and waking another one costs more than the background work that would run there.
   */
  public static Vertx create(Config config, MeterRegistry metrics) {
    var options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(serving(config))
            .setMetricsOptions(measured());
    return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics)).build();
  }

  /** Requests, pools and statements; what goes over each single socket costs more than it tells. */
  private static MicrometerMetricsOptions measured() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
        .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
        .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
        .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
        .addDisabledMetricsCategory(MetricsDomain.VERTICLES)
        .addDisabledMetricsCategory("redis");
  }
}
