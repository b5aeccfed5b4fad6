package dev.tributary.platform;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a dependency that is away from a mistake of ours. */
public final class Faults {
  /**
   * SQLSTATE classes and codes that mean "not now": connection, resources, shutdown, read-only,
   * lock and statement timeouts, a transaction that lost its race.
   */
  private static final Set<String> NOT_NOW = Set.of("08", "53", "57", "25006", "55P03", "40");

  private Faults() {}

  /** True when trying the same again later may work. */
  public static boolean isUnavailable(Throwable fault) {
    return switch (fault) {
      case PgException pg -> NOT_NOW.stream().anyMatch(pg.getSqlState()::startsWith);
      case TimeoutException timeout -> true;
      case IOException io -> true;
      default -> saysClosed(fault);
    };
  }

  /** The clients report a connection that went away under their feet as text only. */
  private static boolean saysClosed(Throwable fault) {
    var message = String.valueOf(fault.getMessage()).toLowerCase(java.util.Locale.ROOT);
    return fault instanceof ClosedChannelException
        || message.contains("connection")
        || message.contains("pool");
  }
}
