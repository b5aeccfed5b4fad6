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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Kill -9 at random moments: what the client was told is true afterwards. */
class CrashIT {
  private static final int KILLS = 5;
  private static final int CLIENTS = 16;
  private static final Map<String, String> WITHOUT_LIMIT =
      Map.of("TRIBUTARY_LIMITS_CLICK_REQUESTS", "10000000");

  @Test
  void everyClickThatWasAnsweredIsStoredOnce() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("CrashIT: repeat with -Dseed=" + seed);
    var random = new Random(seed);
    Set<String> answered = ConcurrentHashMap.newKeySet();
    try (var database = TestDatabase.create()) {
      for (int i = 0; i < KILLS; i++) {
        loadAndKill(database, TimeUnit.MILLISECONDS.toNanos(random.nextInt(50, 1_500)), answered);
      }
      var stored =
          database.rows("SELECT id FROM click").stream()
              .map(row -> new ClickId(UUID.fromString(row.getFirst())).toString())
              .toList();
      assertThat(answered).as("clicks answered, seed %d", seed).hasSizeGreaterThan(KILLS * CLIENTS);
      assertThat(stored).as("clicks stored, seed %d", seed).doesNotHaveDuplicates();
      assertThat(Set.copyOf(stored)).as("seed %d", seed).containsAll(answered);
      assertThat(database.number("SELECT sum(clicks) FROM link_stats")).isEqualTo(stored.size());
    }
  }

  private static void loadAndKill(TestDatabase database, long afterNanos, Set<String> answered) {
    try (var service = ServiceProcess.start(database, WITHOUT_LIMIT)) {
      var code = service.link("anna");
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(() -> clickWhileItLives(service, code, answered));
        }
        LockSupport.parkNanos(afterNanos);
        service.kill();
      }
    }
  }

  private static void clickWhileItLives(ServiceProcess service, String code, Set<String> answered) {
    try {
      while (true) {
        var answer = service.send(service.click(code));
        if (answer.statusCode() == 200) {
          answered.add(new JsonObject(answer.body()).getString("click_id"));
        }
      }
    } catch (UncheckedIOException e) {
      // It was killed; what it had answered until then is what counts.
    }
  }
}
