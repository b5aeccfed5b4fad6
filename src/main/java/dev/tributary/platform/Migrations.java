package dev.tributary.platform;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date before anything else runs. It blocks, so it runs on no event loop.
 */
public final class Migrations {
  private Migrations() {}

  /** Applies what is missing; several instances that start together wait for one another. */
  public static void run(String postgresUrl) {
    var options = Database.connectOptions(postgresUrl);
    var jdbc =
        "jdbc:postgresql://%s:%d/%s?connectTimeout=5&ApplicationName=tributary-migrations"
            .formatted(options.getHost(), options.getPort(), options.getDatabase());
    try {
      Flyway.configure()
          .dataSource(jdbc, options.getUser(), options.getPassword())
          .locations("classpath:db/migration")
          .connectRetries(10)
          .connectRetriesInterval(2)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StartFailure(
          "postgres.url: the schema of %s:%d/%s could not be migrated: %s"
              .formatted(options.getHost(), options.getPort(), options.getDatabase(), reason(e)),
          e);
    }
  }

  private static String reason(Throwable fault) {
    var root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
