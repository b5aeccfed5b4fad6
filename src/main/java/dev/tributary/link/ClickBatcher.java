package dev.tributary.link;

import dev.tributary.kernel.Failure.Unavailable;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import dev.tributary.platform.Outage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes clicks in groups, one commit for many, and answers each click after its commit. The groups
 * clock themselves: while one is on its way the next collects, and it leaves when the first is
 * back, so a lone click waits for nothing but its own commit. The queue is bounded; what does not
 * fit is refused, never dropped.
 */
final class ClickBatcher {
  private static final int MAX_BATCH = 512;
  static final int MAX_QUEUE = 20_000;

  private final Database database;
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private boolean inFlight;

  private record Entry(Click click, Promise<Void> answer) {}

  ClickBatcher(Database database) {
    this.database = database;
  }

  /** Succeeds when the click is committed; fails with {@code Unavailable} when it is not. */
  Future<Void> add(Click click) {
    var answer = Promise.<Void>promise();
    synchronized (this) {
      if (queue.size() >= MAX_QUEUE) {
        return Future.failedFuture(new Refusal(new Unavailable("clicks")));
      }
      queue.add(new Entry(click, answer));
    }
    flush();
    return answer.future();
  }

  /** What waited behind a batch that found the database away has waited long enough. */
  private void failWaiting(Throwable fault) {
    List<Entry> waiting;
    synchronized (this) {
      waiting = List.copyOf(queue);
      queue.clear();
    }
    waiting.forEach(entry -> entry.answer().fail(fault));
  }

  private void flush() {
    var batch = nextBatch();
    if (!batch.isEmpty()) {
      write(batch).onSuccess(this::landed);
    }
  }

  private synchronized List<Entry> nextBatch() {
    if (inFlight || queue.isEmpty()) {
      return List.of();
    }
    inFlight = true;
    var batch = new ArrayList<Entry>(Math.min(queue.size(), MAX_BATCH));
    while (batch.size() < MAX_BATCH && !queue.isEmpty()) {
      batch.add(queue.poll());
    }
    return batch;
  }

  /** The next batch leaves first: PostgreSQL works on it while this one's clients are answered. */
  private void landed(Runnable answers) {
    synchronized (this) {
      inFlight = false;
    }
    flush();
    answers.run();
  }

  /** Succeeds always, with what is left to do: the answers. */
  private Future<Runnable> write(List<Entry> batch) {
    var clicks = batch.stream().map(Entry::click).toList();
    return database
        .run(client -> ClickStore.insert(client, clicks))
        .<Runnable>map(done -> () -> batch.forEach(entry -> entry.answer().complete()))
        .recover(fault -> isolate(batch, fault));
  }

  /** A row that PostgreSQL refuses must fail nobody else: halve until it stands alone. */
  private Future<Runnable> isolate(List<Entry> batch, Throwable fault) {
    if (Outage.isOutage(fault)) {
      failWaiting(fault);
      return Future.succeededFuture(() -> batch.forEach(entry -> entry.answer().fail(fault)));
    }
    if (batch.size() == 1) {
      return Future.succeededFuture(() -> batch.getFirst().answer().fail(fault));
    }
    int middle = batch.size() / 2;
    return write(batch.subList(0, middle))
        .compose(first -> write(batch.subList(middle, batch.size())).map(both(first)));
  }

  private static Function<Runnable, Runnable> both(Runnable first) {
    return second ->
        () -> {
          first.run();
          second.run();
        };
  }
}
