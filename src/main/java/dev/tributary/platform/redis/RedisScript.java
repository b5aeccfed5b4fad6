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
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Redis many questions in one call: everything that is asked while one call is under way goes
 * into the next. When Redis does not answer in time the questions fail, at once and until it is
 * back; the asker has an answer of its own then. Nobody is held up for longer than 70 ms.
 *
 * @param <Q> a question
 * @param <A> the answer to one question
 */
public final class RedisScript<Q, A> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisScript.class);
  private static final int MAX_WAITING = 8192;
  private static final int MAX_BATCH = 256;
  private static final long PATIENCE_MS = 50;
  private static final long LEAST_PATIENCE_MS = 20;
  private static final long PROBE_TIMEOUT_MS = 1000;
  private static final long PROBE_EVERY_MS = 1000;
  private static final Future<?> AWAY = Future.failedFuture("Redis is away");

  /** Who asks on the loop that also talks to Redis is answered there, without being woken up. */
  private record Asked<Q, A>(Q question, long at, Promise<A> answer, Context asker, Thread loop) {
    void tell(A told) {
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
  private final String name;
  private final BiConsumer<List<Q>, Request> writer;
  private final Function<Response, List<A>> reader;
  private final RedisLine line;
  private final Context home;
  private final ArrayDeque<Asked<Q, A>> waiting = new ArrayDeque<>();
  private boolean busy;
  private volatile boolean up;
  private volatile @Nullable Thread homeLoop;
  private volatile boolean closed;

  /**
   * Starts to look for Redis at once, in the background.
   *
   * @param redisUrl empty for an installation without Redis: then every question fails
   * @param script the file of the script, which is also its name in the log
   * @param writer adds keys and arguments for these questions to a call
   * @param reader takes one answer for each question from the reply, in order
   */
  public RedisScript(
      Vertx vertx,
      String redisUrl,
      String script,
      BiConsumer<List<Q>, Request> writer,
      Function<Response, List<A>> reader) {
    this.vertx = vertx;
    this.name = script;
    this.writer = writer;
    this.reader = reader;
    this.line = new RedisLine(vertx, redisUrl, script, Resource.text(script));
    this.home = vertx.getOrCreateContext();
    if (!redisUrl.isEmpty()) {
      home.runOnContext(_ -> probe());
    }
  }

  /** Whether Redis answers at the moment. */
  public boolean isUp() {
    return up;
  }

  public Future<A> ask(Q question) {
    if (!up) {
      return away();
    }
    var asked =
        new Asked<Q, A>(
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

  private void enqueue(Asked<Q, A> asked) {
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
    var questions = batch.stream().map(Asked::question).toList();
    line.run(call -> writer.accept(questions, call))
        .map(reader)
        .timeout(patience(batch.getFirst()), TimeUnit.MILLISECONDS)
        .onSuccess(answers -> answered(batch, answers))
        .onFailure(cause -> giveUp(batch, cause));
  }

  /** The next call leaves first: Redis works on it while those of this one go on. */
  private void answered(List<Asked<Q, A>> batch, List<A> answers) {
    askNext();
    tell(batch, answers);
  }

  private List<Asked<Q, A>> nextBatch() {
    var batch = new ArrayList<Asked<Q, A>>();
    while (batch.size() < MAX_BATCH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /**
   * Counted from when the oldest of them was asked, so that nobody waits for two slow calls; but
   * never so short that a busy moment of our own is taken for an outage.
   */
  private long patience(Asked<Q, A> oldest) {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - oldest.at());
    return Math.max(LEAST_PATIENCE_MS, PATIENCE_MS - waited);
  }

  private void tell(List<Asked<Q, A>> batch, List<A> answers) {
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).tell(answers.get(i));
    }
  }

  private void giveUp(List<Asked<Q, A>> batch, Throwable cause) {
    batch.forEach(Asked::fail);
    if (up) {
      LOG.warn("{}: Redis does not answer: {}", name, cause.toString());
      goAway();
    }
  }

  private void lost() {
    if (up) {
      LOG.warn("{}: Redis has hung up", name);
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
    LOG.info("{}: Redis answers", name);
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
