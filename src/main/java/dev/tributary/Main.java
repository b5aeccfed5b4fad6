package dev.tributary;

import dev.tributary.amqp.AmqpVerticle;
import dev.tributary.amqp.Publisher;
import dev.tributary.http.Contract;
import dev.tributary.http.HttpVerticle;
import dev.tributary.http.ManagementVerticle;
import dev.tributary.http.Routes;
import dev.tributary.notification.Notifier;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.EventLoops;
import dev.tributary.platform.Health;
import dev.tributary.platform.Migrations;
import dev.tributary.platform.StartFailure;
import dev.tributary.platform.idempotency.Idempotency;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RedisScript;
import dev.tributary.platform.sql.Notifications;
import dev.tributary.worker.BacklogVerticle;
import dev.tributary.worker.ClickVerticle;
import dev.tributary.worker.EventVerticle;
import dev.tributary.worker.IdempotencyVerticle;
import dev.tributary.worker.NoticeVerticle;
import dev.tributary.worker.OutboxVerticle;
import dev.tributary.worker.ReleaseVerticle;
import dev.tributary.worker.RewardVerticle;
import dev.tributary.worker.SettingsVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The composition root: configuration, connections, {@link Services}, verticles, up in this order
 * and down in reverse.
 */
public final class Main {
  private final Config config;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx;
  private final Database database;
  private final RedisScript shared;
  private final RateLimiter limiter;
  private final Health health;
  private final Publisher publisher;
  private final Services services;
  private final Notifications codeChanges;
  private final Notifications settingsChanges;
  private final AmqpVerticle amqp;
  private final Surface surface;
  private final Deque<String> deployments = new ArrayDeque<>();

  private Main(Config config, String databaseRole) {
    this.config = config;
    vertx = EventLoops.create(config, metrics);
    database = Database.open(vertx, config.postgres(), databaseRole);
    shared = new RedisScript(vertx, config.redisUrl());
    limiter = new RateLimiter(shared);
    publisher = new Publisher(vertx, config.rabbitmq());
    services = new Services(config, vertx, database, shared);
    codeChanges =
        new Notifications(vertx, config.postgres().url(), "code_changed", services.clicks);
    settingsChanges =
        new Notifications(
            vertx, config.postgres().url(), "settings_changed", services.settingsFollower);
    amqp = new AmqpVerticle(config.rabbitmq(), services.inbox);
    surface = new Surface(config, metrics);
    health = new Health(database, conditions());
  }

  private Map<String, Supplier<String>> conditions() {
    var parts = new HashMap<String, Supplier<String>>();
    parts.put("redis", () -> limiter.isShared() ? "up" : "away, limits count per instance");
    if (hasBroker()) {
      parts.put("rabbitmq", () -> amqp.isConsuming() ? "up" : "away, messages wait there");
    }
    return parts;
  }

  private boolean hasBroker() {
    return !config.rabbitmq().url().isEmpty();
  }

  /** Migrates, which blocks, and then brings everything up. */
  static Future<Main> start(Config config) {
    var main = new Main(config, Migrations.run(config.postgres()));
    // A promise of no event loop: after a failed start those are gone, and could not tell of it.
    var started = Promise.<Main>promise();
    main.up()
        .onSuccess(ready -> started.complete(main))
        .onFailure(fault -> main.stop().onComplete(done -> started.fail(fault)));
    return started.future();
  }

  private Future<Void> up() {
    return deploy(() -> new ManagementVerticle(config.management(), health, metrics))
        .compose(ready -> services.settings.start())
        .compose(ready -> deployWorkers())
        .compose(ready -> hasBroker() ? deployBroker() : Future.succeededFuture())
        .compose(ready -> deployHttp())
        .onSuccess(ready -> health.serve());
  }

  private Future<Void> deployWorkers() {
    var s = services;
    return deploy(() -> new SettingsVerticle(s.settingsFollower))
        .compose(ready -> deploy(() -> new ClickVerticle(s.clicks, s.visitors, s.clickStats)))
        .compose(ready -> deploy(() -> new EventVerticle(s.dispatch)))
        .compose(ready -> deploy(() -> new RewardVerticle(s.rewards)))
        .compose(ready -> deploy(() -> new NoticeVerticle(s.outbox, notifier()::tell)))
        .compose(ready -> deploy(() -> new ReleaseVerticle(s.releases, config.releaseSweep())))
        .compose(ready -> deploy(() -> new IdempotencyVerticle(new Idempotency(database))))
        .compose(ready -> deploy(() -> new BacklogVerticle(s.backlogs, metrics)));
  }

  private Notifier notifier() {
    return Notifier.named(config.notification().notifier());
  }

  private Future<Void> deployBroker() {
    return deploy(() -> new OutboxVerticle(services.outbox, publisher::publish))
        .compose(ready -> deploy(() -> amqp));
  }

  private Future<Void> deployHttp() {
    return Contract.load(vertx)
        .map(contract -> surface.routes(vertx, contract, limiter))
        .compose(routes -> deploy(EventLoops.serving(config), () -> server(routes)));
  }

  private Deployable server(Routes routes) {
    var operations = surface.operations(services, limiter);
    return new HttpVerticle(config.http().listen(), routes, operations);
  }

  private Future<Void> deploy(Supplier<Deployable> verticle) {
    return deploy(1, verticle);
  }

  private Future<Void> deploy(int instances, Supplier<Deployable> verticle) {
    return vertx
        .deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
        .onSuccess(deployments::push)
        .mapEmpty();
  }

  /** Not ready any more, then down in reverse order; what is under way is finished first. */
  Future<Void> stop() {
    health.drain();
    var down = Future.<Void>succeededFuture();
    while (!deployments.isEmpty()) {
      var id = deployments.pop();
      down = down.eventually(() -> vertx.undeploy(id));
    }
    return down.onComplete(done -> hangUp())
        .eventually(publisher::close)
        .eventually(database::close)
        .eventually(vertx::close);
  }

  private void hangUp() {
    shared.close();
    codeChanges.close();
    settingsChanges.close();
  }

  Vertx vertx() {
    return vertx;
  }

  /** Starts the service; {@code ./run} and the container do this. */
  public static void main(String[] args) {
    try {
      Launch.run(Config.load(System.getenv()));
    } catch (StartFailure failure) {
      Launch.refuse(failure);
    }
  }
}
