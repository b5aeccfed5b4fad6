package dev.tributary.platform;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date before anything else runs, and finds out with whose rights the rest
 * may work. It blocks, so it runs on no event loop.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** It may add to append-only tables and never change them; it owns nothing. */
  private static final String APPLICATION = "tributary_app";

  /** No such role, and no right to take it. */
  private static final Set<String> NOT_TO_BE_HAD = Set.of("22023", "42501");

  private Migrations() {}

  /**
   * Applies what is missing; several instances that start together wait for one another.
   *
   * @return the role to work in; empty where only the user's own rights are to be had
   */
  public static String run(Config.Postgres config) {
    var url = config.migrationUrl().isEmpty() ? config.url() : config.migrationUrl();
    var options = Database.connectOptions(url);
    try {
      Flyway.configure()
          .dataSource(jdbc(options), options.getUser(), options.getPassword())
          .locations("classpath:db/migration")
          .connectRetries(10)
          .connectRetriesInterval(2)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw failure(options, e);
    }
    return role(Database.connectOptions(config.url()));
  }

  private static String jdbc(PgConnectOptions options) {
    return "jdbc:postgresql://%s:%d/%s?connectTimeout=5&ApplicationName=tributary-migrations"
        .formatted(options.getHost(), options.getPort(), options.getDatabase());
  }

  private static String role(PgConnectOptions options) {
    try (var connection =
            DriverManager.getConnection(jdbc(options), options.getUser(), options.getPassword());
        var statement = connection.createStatement()) {
      statement.execute("SET ROLE " + APPLICATION);
      return APPLICATION;
    } catch (SQLException e) {
      if (e.getSQLState() == null || !NOT_TO_BE_HAD.contains(e.getSQLState())) {
        throw failure(options, e);
      }
      LOG.warn(
          "{} may not work as {}: triggers alone protect what must not change, and their owner"
              + " could drop them; see docs/OPERATIONS.md, Database roles",
          options.getUser(),
          APPLICATION);
      return "";
    }
  }

  private static StartFailure failure(PgConnectOptions options, Throwable fault) {
    return new StartFailure(
        "postgres.url: the schema of %s:%d/%s could not be migrated: %s"
            .formatted(options.getHost(), options.getPort(), options.getDatabase(), reason(fault)),
        fault);
  }

  private static String reason(Throwable fault) {
    var root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
