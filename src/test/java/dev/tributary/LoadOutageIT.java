package dev.tributary;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.link.ClickId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away for ten seconds while clicks keep coming. */
class LoadOutageIT {
  private static final int CLIENTS = 16;
  private static final long PAUSE = MILLISECONDS.toNanos(50);

  private final AtomicInteger visitors = new AtomicInteger();
  private final Queue<Told> told = new ConcurrentLinkedQueue<>();
  private volatile boolean over;
  private long gone;
  private long back;

  /** An answer and when it was asked for and given, in nanoseconds. */
  private record Told(int status, String retryAfter, JsonObject body, long asked, long given) {}

  @Test
  void clicksGet503UntilPostgresIsBackAndNoneIsLostOrCountedTwice() throws IOException {
    try (var postgres = FaultProxy.before(TestServers.postgresUrl(), 5432)) {
      var app = App.startBehind(postgres, Map.of());
      loadThrough(postgres, app, app.link("anna"));
      assertThatAnswersAreHonest();
      assertThat(app.rows("SELECT clicks, counted FROM link_stats"))
          .isEqualTo(app.rows("SELECT count(*), count(*) FILTER (WHERE counted) FROM click"));
      assertThat(stored(app)).doesNotHaveDuplicates().containsAll(answered());
      app.closeAndForget();
    }
  }

  private void loadThrough(FaultProxy postgres, App app, String code) {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> clickUntilItIsOver(app, code));
      }
      LockSupport.parkNanos(SECONDS.toNanos(3));
      postgres.refuse();
      gone = System.nanoTime();
      LockSupport.parkNanos(SECONDS.toNanos(10));
      back = System.nanoTime();
      postgres.pass();
      LockSupport.parkNanos(SECONDS.toNanos(6));
      over = true;
    }
  }

  private void clickUntilItIsOver(App app, String code) {
    while (!over) {
      int visitor = visitors.incrementAndGet();
      long asked = System.nanoTime();
      var answer =
          app.client()
              .post("/track-click")
              .putHeader("X-Forwarded-For", "10.%d.%d.1".formatted(visitor / 256, visitor % 256))
              .sendJsonObject(new JsonObject().put("code", code))
              .await();
      var retryAfter = String.valueOf(answer.getHeader("Retry-After"));
      told.add(
          new Told(
              answer.statusCode(),
              retryAfter,
              answer.bodyAsJsonObject(),
              asked,
              System.nanoTime()));
      LockSupport.parkNanos(PAUSE);
    }
  }

  private void assertThatAnswersAreHonest() {
    assertThat(told).extracting(Told::status).containsOnly(200, 503);
    assertThat(told)
        .filteredOn(answer -> answer.status() == 503)
        .allMatch(answer -> answer.retryAfter().matches("\\d+"))
        .allMatch(answer -> answer.given() - answer.asked() < SECONDS.toNanos(3))
        .allMatch(answer -> answer.given() > gone);
    assertThat(told)
        .filteredOn(answer -> answer.asked() > gone && answer.given() < back)
        .hasSizeGreaterThan(CLIENTS)
        .allMatch(answer -> answer.status() == 503);
    assertThat(told).anyMatch(answer -> answer.status() == 200 && answer.given() < gone);
    assertThat(told)
        .filteredOn(answer -> answer.asked() > back + SECONDS.toNanos(5))
        .hasSizeGreaterThan(CLIENTS)
        .allMatch(answer -> answer.status() == 200);
  }

  private List<String> answered() {
    return told.stream()
        .filter(answer -> answer.status() == 200)
        .map(answer -> answer.body().getString("click_id"))
        .toList();
  }

  private static List<String> stored(App app) {
    return app.rows("SELECT id FROM click").stream()
        .map(row -> new ClickId(UUID.fromString(row.getFirst())).toString())
        .toList();
  }
}
