package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.embedded.Embedded;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that is told of 300 orders, five times under each of two ids and in no order, by RabbitMQ and
 * by HTTP, to two processes that are killed twenty times, over a broker whose connections are cut
 * every second and a PostgreSQL that restarts twice and hangs twice: each order comes to what the
 * {@link Oracle} says, and nothing is left over.
 */
class ChaosIT {
  private static final int ORDERS = 300;
  private static final int KILLS_EACH = 10;
  private static final int ARRAY = 50;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AtomicReferenceArray<ServiceProcess> services = new AtomicReferenceArray<>(2);
  private final String shop = ServiceProcess.token("shop", "service");

  @TempDir Path folder;
  private Embedded postgres;
  private FaultProxy postgresProxy;
  private FaultProxy brokerProxy;
  private Broker broker;
  private TestDatabase database;
  private volatile boolean over;

  @BeforeEach
  void start() throws Exception {
    postgres = Embedded.start(folder, true, false);
    postgresProxy = FaultProxy.before(postgres.postgresUrl().orElseThrow(), 5432);
    brokerProxy = FaultProxy.before(TestServers.rabbitmqUrl(), 5672);
    broker = new Broker();
    database = TestDatabase.create(postgresProxy.url(postgres.postgresUrl().orElseThrow()));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = 0; i < services.length() && services.get(i) != null; i++) {
      services.get(i).close();
    }
    broker.close();
    brokerProxy.close();
    postgresProxy.close();
    postgres.close();
  }

  private ServiceProcess launch() {
    var environment = broker.environment(brokerProxy.url(TestServers.rabbitmqUrl()));
    return ServiceProcess.launch(database, environment);
  }

  @Test
  void everyOrderComesToTheSameWhateverBreaks() throws Exception {
    System.out.println("ChaosIT: repeat with -Dseed=" + seed);
    var tales = begin();
    var deliveries = new ArrayList<JsonObject>();
    tales.forEach(tale -> deliveries.addAll(tale.deliveries(5, 2)));
    Collections.shuffle(deliveries, random);
    int half = deliveries.size() / 2;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var byHttp = threads.submit(() -> report(deliveries.subList(0, half)));
      var byQueue = threads.submit(() -> send(deliveries.subList(half, deliveries.size())));
      var kills = List.of(threads.submit(() -> killAgain(0)), threads.submit(() -> killAgain(1)));
      var cuts = threads.submit(this::cutTheBroker);
      breakPostgres();
      for (Future<?> done : List.of(byHttp, byQueue, kills.get(0), kills.get(1))) {
        done.get();
      }
      over = true;
      cuts.get();
    }
    awaitTheEnd();
    OutcomeCheck.holds(database::rows, tales);
  }

  /** Two services, and the affiliates of whom the tales tell. */
  private List<Tale> begin() {
    services.set(0, ServiceProcess.start(database, Map.of()));
    var codes = IntStream.range(0, 5).mapToObj(i -> services.get(0).link("owner_" + i)).toList();
    services.get(0).kill();
    services.set(0, launch());
    services.set(1, launch());
    return IntStream.range(0, ORDERS)
        .mapToObj(i -> Tale.random("C-" + i, codes.get(i % codes.size()), random))
        .toList();
  }

  /** Like a shop that sends again until it is told that its events are kept. */
  private void report(List<JsonObject> deliveries) {
    for (int i = 0; i < deliveries.size(); i += ARRAY) {
      var array = new JsonArray(deliveries.subList(i, Math.min(i + ARRAY, deliveries.size())));
      for (int attempt = 0; !isAccepted(array, services.get(attempt % 2)); attempt++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private boolean isAccepted(JsonArray events, ServiceProcess service) {
    try {
      var answer = service.send(service.report(events, shop));
      assertThat(answer.statusCode()).as(answer.body()).isIn(202, 503);
      return answer.statusCode() == 202;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private Void send(List<JsonObject> deliveries) throws Exception {
    broker.sendAll(broker.payments(), deliveries.stream().map(JsonObject::encode).toList());
    return null;
  }

  /** At work mostly, but while it starts as well. The last one lives. */
  private void killAgain(int number) {
    var moments = new Random(seed + number);
    for (int i = 0; i < KILLS_EACH; i++) {
      if (moments.nextInt(4) > 0) {
        awaitReady(number);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moments.nextInt(2_000)));
      services.get(number).kill();
      services.set(number, launch());
    }
    awaitReady(number);
  }

  /** Without a database it gives up its start, and somebody starts it again. */
  private void awaitReady(int number) {
    App.eventually(
        Duration.ofSeconds(30),
        () -> {
          if (!services.get(number).isAlive()) {
            services.set(number, launch());
          }
          return services.get(number).readiness();
        },
        status -> status == 200);
  }

  private void cutTheBroker() {
    while (!over) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      brokerProxy.cut();
    }
  }

  private void breakPostgres() {
    for (int i = 0; i < 2; i++) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
      restartPostgres();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
      postgresProxy.stall();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      postgresProxy.pass();
    }
  }

  private void restartPostgres() {
    postgres.close();
    postgres = Embedded.start(folder, true, false);
    postgresProxy.moveTo(URI.create(postgres.postgresUrl().orElseThrow()).getPort());
  }

  private void awaitTheEnd() {
    var minute = Duration.ofMinutes(1);
    App.eventually(minute, () -> broker.ready(broker.payments()), ready -> ready == 0);
    App.eventually(minute, () -> database.number(OutcomeCheck.UNDECIDED), left -> left == 0);
  }
}
