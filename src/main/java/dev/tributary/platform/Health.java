package dev.tributary.platform;

import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the service knows of its own condition. Without the database, and while it starts or drains,
 * it is not ready; trouble with Redis or RabbitMQ is told, but they have their detours.
 */
public final class Health {
  private final Database database;
  private final Map<String, Supplier<String>> parts;
  private volatile boolean serving;

  /**
   * Watches the database and what else there is.
   *
   * @param parts the condition, in a word or two, of each part that has a detour
   */
  public Health(Database database, Map<String, Supplier<String>> parts) {
    this.database = database;
    this.parts = Map.copyOf(parts);
  }

  /** Whether requests should come here, and the word on each part. */
  public record Report(boolean ready, Map<String, String> checks) {}

  public Future<Report> check() {
    return database
        .run(client -> client.query("SELECT 1").execute())
        .map(rows -> report("up"))
        .otherwise(fault -> report("down"));
  }

  private Report report(String postgres) {
    var checks = new TreeMap<String, String>();
    parts.forEach((part, condition) -> checks.put(part, condition.get()));
    checks.put("postgres", postgres);
    checks.put("service", serving ? "serving" : "not serving");
    return new Report(postgres.equals("up") && serving, checks);
  }

  /** Everything is up: requests may come. */
  public void serve() {
    serving = true;
  }

  /** From now on, requests should go elsewhere. */
  public void drain() {
    serving = false;
  }
}
