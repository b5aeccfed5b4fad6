package dev.tributary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Drives one server from one thread, on plain sockets, because it shares the cores with what it
 * measures. In a closed loop each connection sends when it has its answer; in an open loop requests
 * are due at fixed times, and a latency counts from then, however late a connection was free (no
 * coordinated omission). An answer that is not the expected one ends the run.
 */
final class Load {
  private static final long TICK_NS = TimeUnit.MICROSECONDS.toNanos(250);
  private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);

  /** How to drive: so many connections; requests a second, or 0 for as many as are answered. */
  record Pace(int connections, int perSecond, int warmUpSeconds, int seconds) {}

  /**
   * What came back.
   *
   * @param answers all, those of the warm-up included
   * @param unanswered sent, and still without an answer seconds after the end
   * @param latency in microseconds, of the measured seconds
   */
  record Outcome(long answers, long unanswered, double perSecond, Histogram latency) {}

  private final Requests requests;
  private final Pace pace;
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final Histogram latency = new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
  private long answers;
  private long unanswered;
  private boolean sending = true;

  private Load(Requests requests, Pace pace, Selector selector) {
    this.requests = requests;
    this.pace = pace;
    this.selector = selector;
  }

  static Outcome run(int port, Requests requests, Pace pace) {
    try (var selector = Selector.open()) {
      var load = new Load(requests, pace, selector);
      load.connect(port);
      try {
        return load.drive();
      } finally {
        for (var connection : load.connections) {
          connection.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(int port) throws IOException {
    for (int i = 0; i < pace.connections(); i++) {
      var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
      var connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connections.add(connection);
      idle.add(connection);
    }
  }

  private Outcome drive() throws IOException {
    long start = System.nanoTime();
    long warm = start + TimeUnit.SECONDS.toNanos(pace.warmUpSeconds());
    runUntil(start, warm);
    long answersBefore = answers;
    latency.reset();
    long measured = System.nanoTime();
    runUntil(measured, measured + TimeUnit.SECONDS.toNanos(pace.seconds()));
    double perSecond = (answers - answersBefore) * 1e9 / (System.nanoTime() - measured);
    var result = latency.copy();
    drain();
    return new Outcome(answers, unanswered, perSecond, result);
  }

  private void runUntil(long from, long until) throws IOException {
    if (pace.perSecond() == 0) {
      closedLoop(until);
    } else {
      openLoop(from, until);
    }
  }

  private void closedLoop(long until) throws IOException {
    while (!idle.isEmpty() && !requests.isExhausted()) {
      send(idle.poll(), System.nanoTime());
    }
    while (System.nanoTime() < until && unanswered > 0) {
      selector.select(this::ready, 100);
    }
  }

  private void openLoop(long from, long until) throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) / pace.perSecond();
    long due = from;
    for (long now = from; now < until; now = System.nanoTime()) {
      while (due <= now && !idle.isEmpty()) {
        send(idle.poll(), due);
        due += interval;
      }
      selector.selectNow(this::ready);
      LockSupport.parkNanos(Math.clamp(due - System.nanoTime(), 1, TICK_NS));
    }
  }

  private void drain() throws IOException {
    sending = false;
    long until = System.nanoTime() + DRAIN_NS;
    while (unanswered > 0 && System.nanoTime() < until) {
      selector.select(this::ready, 100);
    }
  }

  private void send(Connection connection, long countedFrom) {
    try {
      connection.send(requests, countedFrom);
      unanswered++;
    } catch (IOException e) {
      throw new VoidRun("a connection broke while sending", e);
    }
  }

  private void ready(SelectionKey key) {
    var connection = (Connection) key.attachment();
    try {
      int status = connection.receive();
      if (status == Connection.INCOMPLETE) {
        return;
      }
      if (status != requests.expectedStatus()) {
        throw new VoidRun("answered " + status + ":\n" + connection.text());
      }
    } catch (IOException e) {
      throw new VoidRun("a connection broke while waiting for its answer", e);
    }
    long now = System.nanoTime();
    latency.recordValue(TimeUnit.NANOSECONDS.toMicros(now - connection.countedFrom()));
    answers++;
    unanswered--;
    if (pace.perSecond() == 0 && sending && !requests.isExhausted()) {
      send(connection, now);
    } else {
      idle.add(connection);
    }
  }
}
