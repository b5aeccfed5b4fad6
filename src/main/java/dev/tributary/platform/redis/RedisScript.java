package dev.tributary.platform.redis;

import dev.tributary.platform.Resource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis many questions in one call: everything that is asked while one call is under way goes
 * into the next. When Redis does not answer in time the questions fail, at once and until it is
 * back; the asker has an answer of its own then. Nobody is held up for longer than 70 ms.
 */
public final class RedisScript implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisScript.class);
  private static final String SCRIPT = "shared.lua";
  private static final int MAX_WAITING = 8192;

  /** Some twenty clicks: PostgreSQL can work on the first of many while Redis judges the others. */
  private static final int MAX_BATCH = 64;

  private static final long PATIENCE_MS = 50;
  private static final long LEAST_PATIENCE_MS = 20;
  private static final long PROBE_TIMEOUT_MS = 1000;
  private static final long PROBE_EVERY_MS = 1000;
  private static final Future<?> AWAY = Future.failedFuture("Redis is away");

  /** One of the questions that the script describes. */
  public record Question(String key, String first, String second) {}

  /** Who asks on the loop that also talks to Redis is answered there, without being woken up. */
  private record Asked(
      Question question, long at, Promise<Response> answer, Context asker, Thread loop) {
    void tell(Response told) {
      if (Thread.currentThread().equals(loop)) {
        answer.complete(told);
      } else {
        asker.runOnContext(_ -> answer.complete(told));
      }
    }

    void fail() {
      asker.runOnContext(_ -> answer.tryFail(AWAY.cause()));
    }
  }

  private final Vertx vertx;
  private final RedisLine line;
  private final Context home;
  private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
  private boolean busy;
  private volatile boolean up;
  private volatile @Nullable Thread homeLoop;
  private volatile boolean closed;

  /**
   * Starts to look for Redis at once, in the background.
   *
   * @param redisUrl empty for an installation without Redis: then every question fails
   */
  public RedisScript(Vertx vertx, String redisUrl) {
    this.vertx = vertx;
    this.line = new RedisLine(vertx, redisUrl, SCRIPT, Resource.text(SCRIPT));
    this.home = vertx.getOrCreateContext();
    if (!redisUrl.isEmpty()) {
      home.runOnContext(_ -> probe());
    }
  }

  /** Whether Redis answers at the moment. */
  public boolean isUp() {
    return up;
  }

  /** The script's answer; fails when Redis has none in time. */
  public Future<Response> ask(Question question) {
    if (!up) {
      return away();
    }
    var asked =
        new Asked(
            question,
            System.nanoTime(),
            Promise.promise(),
            vertx.getOrCreateContext(),
            Thread.currentThread());
    if (asked.loop().equals(homeLoop)) {
      enqueue(asked);
    } else {
      home.runOnContext(_ -> enqueue(asked));
    }
    return asked.answer().future();
  }

  private static <T> Future<T> away() {
    return Future.failedFuture(AWAY.cause());
  }

  private void enqueue(Asked asked) {
    if (!up || waiting.size() >= MAX_WAITING) {
      asked.fail();
      return;
    }
    waiting.add(asked);
    if (!busy) {
      busy = true;
      home.runOnContext(_ -> askNext());
    }
  }

  private void askNext() {
    var batch = nextBatch();
    if (batch.isEmpty()) {
      busy = false;
      return;
    }
    line.run(call -> write(batch, call))
        .timeout(patience(batch.getFirst()), TimeUnit.MILLISECONDS)
        .onSuccess(answers -> answered(batch, answers))
        .onFailure(cause -> giveUp(batch, cause));
  }

  private static void write(List<Asked> batch, Request call) {
    call.arg(batch.size());
    batch.forEach(asked -> call.arg(asked.question().key()));
    for (var asked : batch) {
      call.arg(asked.question().first()).arg(asked.question().second());
    }
  }

  /** The next call leaves first: Redis works on it while those of this one go on. */
  private void answered(List<Asked> batch, Response answers) {
    askNext();
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).tell(answers.get(i));
    }
  }

  private List<Asked> nextBatch() {
    var batch = new ArrayList<Asked>();
    while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /**
   * Counted from when the oldest of them was asked, so that nobody waits for two slow calls; but
   * never so short that a busy moment of our own is taken for an outage.
   */
  private long patience(Asked oldest) {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.at());
    return Math.max(LEAST_PATIENCE_MS, PATIENCE_MS - waited);
  }

  private void giveUp(List<Asked> batch, Throwable cause) {
    batch.forEach(Asked::fail);
    if (up) {
      LOG.warn("Redis does not answer: {}", cause.toString());
      goAway();
    }
  }

  private void lost() {
    if (up) {
      LOG.warn("Redis has hung up");
      goAway();
    }
  }

  private void goAway() {
    up = false;
    busy = false;
    waiting.forEach(Asked::fail);
    waiting.clear();
    probeLater();
  }

  /** Looks for Redis while no request waits for the outcome. */
  private void probe() {
    if (closed) {
      return;
    }
    line.connect(this::lost)
        .timeout(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(_ -> found())
        .onFailure(_ -> probeLater());
  }

  private void found() {
    homeLoop = Thread.currentThread();
    LOG.info("Redis answers");
    up = !closed;
  }

  private void probeLater() {
    line.drop();
    vertx.setTimer(PROBE_EVERY_MS, _ -> home.runOnContext(_ -> probe()));
  }

  @Override
  public void close() {
    closed = true;
    up = false;
    home.runOnContext(_ -> line.drop());
  }
}
