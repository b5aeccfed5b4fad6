package dev.tributary.http;

import dev.tributary.platform.Config;
import dev.tributary.platform.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Health and metrics on a port of their own. "Live" only says that the process turns; "ready" asks
 * the database, because without it nothing can be answered.
 */
public final class ManagementVerticle extends VerticleBase {
  private final Config.Listen listen;
  private final Health health;
  private final PrometheusMeterRegistry metrics;

  public ManagementVerticle(Config.Listen listen, Health health, PrometheusMeterRegistry metrics) {
    this.listen = listen;
    this.health = health;
    this.metrics = metrics;
  }

  @Override
  public Future<HttpServer> start() {
    var router = Router.router(vertx);
    router.get("/health/live").handler(ManagementVerticle::live);
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::scrape);
    return vertx.createHttpServer().requestHandler(router).listen(listen.port(), listen.host());
  }

  private static void live(RoutingContext context) {
    context.json(new JsonObject().put("status", "up"));
  }

  private void ready(RoutingContext context) {
    health
        .check()
        .onSuccess(
            report -> {
              var checks = new JsonObject();
              report.checks().forEach(checks::put);
              context
                  .response()
                  .setStatusCode(report.ready() ? 200 : 503)
                  .putHeader("Cache-Control", "no-store");
              context.json(
                  new JsonObject()
                      .put("status", report.ready() ? "ready" : "not ready")
                      .put("checks", checks));
            });
  }

  private void scrape(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }
}
