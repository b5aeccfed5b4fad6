package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.link.ClickId;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Kill -9 at random moments: what the client was told is true afterwards. */
class CrashIT {
  private static final int KILLS = 20;
  private static final int CLIENTS = 16;
  private static final Map<String, String> WITHOUT_LIMIT =
      Map.of("TRIBUTARY_LIMITS_CLICK_REQUESTS", "10000000");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final AtomicInteger visitors = new AtomicInteger();
  private final Set<String> firsts = ConcurrentHashMap.newKeySet();
  private final Set<String> repeats = ConcurrentHashMap.newKeySet();

  @Test
  void everyClickThatWasAnsweredIsStoredOnce() {
    System.out.println("CrashIT: repeat with -Dseed=" + seed);
    var random = new Random(seed);
    try (var database = TestDatabase.create()) {
      for (int i = 0; i < KILLS; i++) {
        loadAndKill(database, TimeUnit.MILLISECONDS.toNanos(random.nextInt(50, 800)));
      }
      var stored =
          database.rows("SELECT id FROM click").stream()
              .map(row -> new ClickId(UUID.fromString(row.getFirst())).toString())
              .toList();
      assertThat(firsts).as("clicks answered, seed %d", seed).hasSizeGreaterThan(KILLS * CLIENTS);
      assertThat(repeats).as("clicks repeated, seed %d", seed).hasSizeGreaterThan(KILLS);
      assertThat(stored).as("clicks stored, seed %d", seed).doesNotHaveDuplicates();
      assertThat(Set.copyOf(stored)).as("seed %d", seed).containsAll(firsts).containsAll(repeats);
      assertThat(database.rows("SELECT sum(clicks), sum(counted) FROM link_stats"))
          .as("seed %d", seed)
          .isEqualTo(database.rows("SELECT count(*), count(*) FILTER (WHERE counted) FROM click"));
    }
  }

  private void loadAndKill(TestDatabase database, long afterNanos) {
    try (var service = ServiceProcess.start(database, WITHOUT_LIMIT)) {
      var code = service.link("anna");
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(() -> clickWhileItLives(service, code));
        }
        LockSupport.parkNanos(afterNanos);
        service.kill();
      }
    }
  }

  /** New visitors in turn with one who was here a moment ago, perhaps before the last kill. */
  private void clickWhileItLives(ServiceProcess service, String code) {
    try {
      while (true) {
        click(service, code, visitors.incrementAndGet());
        click(service, code, Math.max(1, visitors.get() - 3 * CLIENTS));
      }
    } catch (UncheckedIOException e) {
      // It was killed; what it had answered until then is what counts.
    }
  }

  private void click(ServiceProcess service, String code, int visitor) {
    var answer = service.send(service.click(code, visitor));
    if (answer.statusCode() == 200) {
      var click = new JsonObject(answer.body());
      (click.getBoolean("counted") ? firsts : repeats).add(click.getString("click_id"));
    }
  }
}
