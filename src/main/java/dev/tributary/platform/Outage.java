package dev.tributary.platform;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a dependency that is down, overloaded or shutting down from a bug. The first is worth a
 * retry by the caller, the second is not.
 */
public final class Outage {
  /**
   * Connection exceptions, read-only standby, out of resources, lock not available in time,
   * statement timeout, administrator shutdown (PostgreSQL Appendix A).
   */
  private static final List<String> SQL_STATES =
      List.of("08", "25006", "53", "55P03", "57014", "57P");

  private static final int MAX_CAUSES = 10;

  private Outage() {}

  public static boolean isOutage(@Nullable Throwable cause) {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(Outage::isOne);
  }

  private static boolean isOne(Throwable cause) {
    return switch (cause) {
      case PgException e when e.getSqlState() != null ->
          SQL_STATES.stream().anyMatch(e.getSqlState()::startsWith);
      case SocketException _, ClosedChannelException _, TimeoutException _ -> true;
      case ClosedConnectionException _, ConnectionPoolTooBusyException _ -> true;
      default -> false;
    };
  }
}
