package dev.tributary;

import dev.tributary.affiliate.AffiliateService;
import dev.tributary.amqp.AmqpVerticle;
import dev.tributary.amqp.Publisher;
import dev.tributary.audit.AuditService;
import dev.tributary.commission.CommissionService;
import dev.tributary.commission.ExplanationService;
import dev.tributary.event.DispatchService;
import dev.tributary.event.InboxService;
import dev.tributary.event.OutboxService;
import dev.tributary.http.Contract;
import dev.tributary.http.HttpVerticle;
import dev.tributary.http.ManagementVerticle;
import dev.tributary.http.Operation;
import dev.tributary.ledger.LedgerService;
import dev.tributary.link.ClickService;
import dev.tributary.link.LinkService;
import dev.tributary.link.SenderService;
import dev.tributary.link.stats.ClickStatsService;
import dev.tributary.link.visit.RepeatCache;
import dev.tributary.link.visit.VisitorService;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.EventLoops;
import dev.tributary.platform.Health;
import dev.tributary.platform.Migrations;
import dev.tributary.platform.Notifications;
import dev.tributary.platform.StartFailure;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RedisScript;
import dev.tributary.referral.CandidateService;
import dev.tributary.referral.ReferralService;
import dev.tributary.referral.StatsService;
import dev.tributary.reward.RewardService;
import dev.tributary.settings.FirstSettings;
import dev.tributary.settings.SettingsService;
import dev.tributary.worker.ClickVerticle;
import dev.tributary.worker.EventVerticle;
import dev.tributary.worker.OutboxVerticle;
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
 * The composition root: configuration, connections, services, verticles, up in this order and down
 * in reverse. Nothing else constructs a service.
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
  private final AuditService audit = new AuditService();
  private final OutboxService outbox;
  private final InboxService inbox;
  private final SettingsService settings;
  private final LedgerService ledger;
  private final AffiliateService affiliates;
  private final LinkService links;
  private final VisitorService visitors;
  private final ClickService clicks;
  private final ClickStatsService clickStats;
  private final Notifications codeChanges;
  private final ReferralService referrals;
  private final StatsService stats;
  private final RewardService rewards;
  private final CommissionService commissions;
  private final ExplanationService explanations;
  private final DispatchService dispatch;
  private final AmqpVerticle amqp;
  private final Surface surface;
  private final Deque<String> deployments = new ArrayDeque<>();

  private Main(Config config) {
    this.config = config;
    vertx = EventLoops.create(config, metrics);
    database = Database.open(vertx, config.postgres());
    shared = new RedisScript(vertx, config.redisUrl());
    limiter = new RateLimiter(shared);
    publisher = new Publisher(vertx, config.rabbitmq());
    outbox = new OutboxService(database);
    inbox = new InboxService(database, vertx.eventBus());
    settings = new SettingsService(database, FirstSettings.of(config.program()));
    ledger = new LedgerService(database);
    affiliates = new AffiliateService(database, audit, outbox, settings);
    links = new LinkService(database, affiliates, settings);
    visitors = new VisitorService(database);
    clicks = new ClickService(database, settings, visitors, new RepeatCache(shared));
    clickStats = new ClickStatsService(database, affiliates, config.clicks().retention());
    var candidates = new CandidateService(new SenderService(), settings);
    codeChanges = new Notifications(vertx, config.postgres().url(), "code_changed", clicks);
    referrals = new ReferralService(database, candidates, audit, outbox, inbox);
    stats = new StatsService(database);
    rewards = new RewardService(database, affiliates, audit, outbox, ledger);
    commissions =
        new CommissionService(referrals, settings, ledger, audit, outbox, rewards::grantMilestones);
    explanations = new ExplanationService(database);
    dispatch =
        new DispatchService(
            database, referrals::onUserRegistered, commissions::onOrderPaid, config.waiting());
    amqp = new AmqpVerticle(config.rabbitmq(), inbox);
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
    Migrations.run(config.postgres().url());
    var main = new Main(config);
    // A promise of no event loop: after a failed start those are gone, and could not tell of it.
    var started = Promise.<Main>promise();
    main.up()
        .onSuccess(ready -> started.complete(main))
        .onFailure(fault -> main.stop().onComplete(done -> started.fail(fault)));
    return started.future();
  }

  private Future<Void> up() {
    return deploy(1, () -> new ManagementVerticle(config.management(), health, metrics))
        .compose(ready -> settings.start())
        .compose(ready -> deploy(1, () -> new ClickVerticle(clicks, visitors, clickStats)))
        .compose(ready -> deploy(2, () -> new EventVerticle(dispatch)))
        .compose(ready -> hasBroker() ? deployBroker() : Future.succeededFuture())
        .compose(ready -> deployHttp())
        .onSuccess(ready -> health.serve());
  }

  private Future<Void> deployBroker() {
    return deploy(1, () -> new OutboxVerticle(outbox, publisher::publish))
        .compose(ready -> deploy(1, () -> amqp));
  }

  private Future<Void> deployHttp() {
    return Contract.load(vertx)
        .map(contract -> surface.routes(vertx, contract, limiter))
        .compose(
            routes ->
                deploy(
                    EventLoops.serving(config),
                    () -> new HttpVerticle(config.http().listen(), routes, operations())));
  }

  private Map<String, Operation> operations() {
    return surface.operations(
        new Surface.Services(
            links, clicks, clickStats, referrals, stats, rewards, inbox, explanations),
        limiter);
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
