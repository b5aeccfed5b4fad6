package dev.tributary.bench;

import dev.tributary.bench.Load.Pace;
import dev.tributary.bench.Machine.Shares;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * One contender that turns orders into commissions, once, on a database of its own. Half of
 * the events is for warming up. The result is void unless the books are right afterwards.
 */
final class CommissionTrial {
  static final int AFFILIATES = 1_000;
  private static final int WARM_UP = 2;
  private static final int CONNECTIONS = 64;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path root;
  private final Service service;
  private final Postgres postgres;
  private final Market market;
  private final Broker broker;

  /** The number of the next order; those of one database differ. */
  private long next;

  CommissionTrial(Path root, Service service, Postgres postgres, Market market, Broker broker) {
    this.root = root;
    this.service = service;
    this.postgres = postgres;
    this.market = market;
    this.broker = broker;
  }

  /** The service, from a full queue. */
  Figures queue(int events, int affiliates) {
    renew(affiliates);
    return queue(events);
  }

  /** The same again on the database as it was left, analysed. */
  Figures queueAgain(int events) {
    market.analyze();
    return queue(events);
  }

  private Figures queue(int events) {
    broker.fill(next, events);
    return measured("service", events, () -> startService(broker.variables()), new Histogram(3));
  }

  private Server startService(Map<String, String> variables) {
    var all = new HashMap<>(Market.PROGRAM);
    all.putAll(variables);
    return service.start(Market.DATABASE, all);
  }

  /** One transaction for each message, statement by statement. */
  Figures statements(int events, int atOnce) {
    renew(AFFILIATES);
    broker.fill(next, events);
    var variables =
        Map.of(
            "DATABASE_URL", postgres.url(Market.DATABASE),
            "RABBITMQ_URL", broker.url(),
            "AT_ONCE", Integer.toString(atOnce));
    return measured("statements", events, () -> start(Plain.class, variables), new Histogram(3));
  }

  /** The batch statements alone. */
  Figures loop(int events) {
    renew(AFFILIATES);
    var variables = service.variables(Market.DATABASE);
    variables.putAll(Market.PROGRAM);
    variables.put("FROM", Long.toString(next));
    variables.put("COUNT", Integer.toString(events));
    return measured("loop", events, () -> start(BareLoop.class, variables), new Histogram(3));
  }

  private Server start(Class<?> program, Map<String, String> variables) {
    return Server.start(JavaProgram.command(program.getSimpleName(), root, program, variables));
  }

  /** PostgreSQL's own client, one transaction for each event. */
  Figures pgbench(int seconds) {
    renew(AFFILIATES);
    var since = market.now();
    long wal = postgres.walBytes();
    try {
      var script = Files.createTempFile("tributary-bench-", ".sql");
      Files.writeString(script, PgBenchOrders.script());
      PgBench.rate(postgres, Market.DATABASE, List.of(script), seconds);
      Files.delete(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    }
    long events = market.commissions();
    market.check(PgBench.NAME, events);
    double walEach = (double) (postgres.walBytes() - wal) / events;
    return new Figures(
        market.rate(since, events / WARM_UP), 0, 0, events, 0, walEach, Figures.NONE);
  }

  /** POST /v1/events, so many events in each request. */
  Figures http(int events, int each) {
    renew(AFFILIATES);
    var token = service.tokens(List.of("shop"), "service").getFirst();
    var requests = Requests.orders(token, next, events, each);
    var latency = new Histogram(3);
    return measured(
        "http",
        events,
        () -> {
          var server = startService(Map.of());
          var pace = new Pace(CONNECTIONS, 0, 0, (int) TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS));
          latency.add(Load.run(server.port(), requests, pace).latency());
          return server;
        },
        latency);
  }

  /** From the moment an order is due to be published to the one where its credit is seen. */
  Figures latency(int perSecond, int seconds) {
    renew(AFFILIATES);
    int events = perSecond * seconds;
    var latency = new Histogram(3);
    return measured(
        "latency",
        events,
        () -> {
          var server = startService(broker.variables());
          latency.add(OpenLoop.run(postgres, broker, next, events, perSecond));
          return server;
        },
        latency);
  }

  private void renew(int affiliates) {
    market.renew(affiliates);
    broker.renew();
    next = 0;
  }

  private Figures measured(String name, int events, Supplier<Server> start, Histogram latency) {
    var since = market.now();
    long wal = postgres.walBytes();
    var from = Machine.ticks(-1);
    long rss;
    Shares shares;
    try (var server = start.get()) {
      await(name, server, next + events);
      shares = Machine.shares(from, Machine.ticks(server.pid()));
      rss = Machine.residentMib(server.pid());
    }
    double walEach = (double) (postgres.walBytes() - wal) / events;
    next += events;
    market.check(name, next);
    refuseFullQueue(name);
    return new Figures(
        market.rate(since, events / WARM_UP),
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        events,
        rss,
        walEach,
        shares);
  }

  private void await(String name, Server server, long commissions) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    for (long seen = 0; seen < commissions; seen = market.commissions()) {
      server.refuseDead();
      if (System.nanoTime() > deadline) {
        throw new VoidRun("%s: %d commissions after all this time".formatted(name, seen));
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private void refuseFullQueue(String name) {
    if (broker.waiting() > 0) {
      throw new VoidRun("%s: %d messages are left".formatted(name, broker.waiting()));
    }
  }
}
