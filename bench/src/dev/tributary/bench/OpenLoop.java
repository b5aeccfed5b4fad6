package dev.tributary.bench;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Orders published at fixed times whatever happens, and a look every other millisecond at which
 * postings are committed. One transaction at a time writes them, so they become visible in the
 * order of their numbers.
 */
final class OpenLoop {
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
  private static final int WARM_UP = 2;

  private static final String NEWEST = "SELECT coalesce(max(id), 0) FROM posting";

  // The rows of one transaction have one time.
  private static final String LAST_POSTINGS =
      """
      SELECT substr(o.order_id, 3)::bigint, t.last
      FROM order_commission o JOIN (
        SELECT t.at, max(p.id) AS last FROM transfer t JOIN posting p ON p.transfer_id = t.id
        GROUP BY t.at) t ON t.at = o.created_at
      """;

  private record Seen(long posting, long at) {}

  private final Statement statement;
  private final List<Seen> seen = new ArrayList<>();

  private OpenLoop(Statement statement) {
    this.statement = statement;
  }

  /** In microseconds; the first half is for warming up. */
  static Histogram run(Postgres postgres, Broker broker, long from, int events, int perSecond) {
    try (var session = postgres.session(Market.DATABASE);
        var statement = session.createStatement()) {
      var loop = new OpenLoop(statement);
      long start = System.nanoTime();
      long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
      loop.publish(broker, from, events, start, interval);
      loop.lookUntil(4L * (from + events));
      return loop.latencies(from + events / WARM_UP, number -> start + (number - from) * interval);
    } catch (SQLException e) {
      throw new VoidRun("cannot look at the postings", e);
    }
  }

  private void publish(Broker broker, long from, int events, long start, long interval)
      throws SQLException {
    long looked = start;
    for (int sent = 0; sent < events; ) {
      long now = System.nanoTime();
      while (sent < events && start + sent * interval <= now) {
        broker.send(from + sent);
        sent++;
      }
      if (now - looked >= LOOK_NS) {
        look();
        looked = now;
      }
      LockSupport.parkNanos(Math.clamp(start + sent * interval - System.nanoTime(), 1, LOOK_NS));
    }
  }

  private void lookUntil(long posting) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (look() < posting && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  private long look() throws SQLException {
    try (var result = statement.executeQuery(NEWEST)) {
      result.next();
      long newest = result.getLong(1);
      if (seen.isEmpty() || seen.getLast().posting() < newest) {
        seen.add(new Seen(newest, System.nanoTime()));
      }
      return newest;
    }
  }

  private interface Due {
    long of(long number);
  }

  private Histogram latencies(long first, Due due) throws SQLException {
    var histogram = new Histogram(3);
    try (var result = statement.executeQuery(LAST_POSTINGS)) {
      while (result.next()) {
        long number = result.getLong(1);
        if (number >= first) {
          long credited = seenAt(result.getLong(2));
          histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(credited - due.of(number)));
        }
      }
    }
    return histogram;
  }

  private long seenAt(long posting) {
    int low = 0;
    int high = seen.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (seen.get(middle).posting() < posting) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return seen.get(low).at();
  }
}
