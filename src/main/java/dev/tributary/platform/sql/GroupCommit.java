package dev.tributary.platform.sql;

import dev.tributary.kernel.Failure.Unavailable;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Outage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Writes items in groups, one commit for many, and answers each after its commit. The groups clock
 * themselves: while one is on its way the next collects, and it leaves when the first is back, so a
 * lone item waits for nothing but its own commit. The queue is bounded; what does not fit is
 * refused, never dropped. A group that is refused is halved until the culprit stands alone, so that
 * it fails nobody else.
 *
 * @param <T> an item
 * @param <R> the answer to an item
 */
public final class GroupCommit<T, R> {
  private static final int MAX_WEIGHT = 1_000;
  public static final int MAX_QUEUE = 20_000;

  private final String name;
  private final ToIntFunction<T> weight;
  private final Function<List<T>, Future<List<R>>> commit;
  private final ArrayDeque<Entry<T, R>> queue = new ArrayDeque<>();
  private int queued;
  private boolean inFlight;

  private record Entry<T, R>(T item, Promise<R> answer) {}

  /**
   * Groups of at most a thousand rows, with twenty thousand waiting.
   *
   * @param name what is away when the queue is full
   * @param weight the rows of an item
   * @param commit writes a group, all of it or nothing, and gives the answers in the same order
   */
  public GroupCommit(
      String name, ToIntFunction<T> weight, Function<List<T>, Future<List<R>>> commit) {
    this.name = name;
    this.weight = weight;
    this.commit = commit;
  }

  /** Succeeds when the item is committed; fails with {@code Unavailable} when there is no room. */
  public Future<R> add(T item) {
    var answer = Promise.<R>promise();
    synchronized (this) {
      if (queued >= MAX_QUEUE) {
        return Future.failedFuture(new Refusal(new Unavailable(name)));
      }
      queue.add(new Entry<>(item, answer));
      queued += weight.applyAsInt(item);
    }
    flush();
    return answer.future();
  }

  private void flush() {
    var group = nextGroup();
    if (!group.isEmpty()) {
      write(group).onSuccess(this::landed);
    }
  }

  private synchronized List<Entry<T, R>> nextGroup() {
    if (inFlight || queue.isEmpty()) {
      return List.of();
    }
    inFlight = true;
    var group = new ArrayList<Entry<T, R>>();
    int room = MAX_WEIGHT;
    while (!queue.isEmpty()
        && (group.isEmpty() || weight.applyAsInt(queue.peek().item()) <= room)) {
      var entry = queue.remove();
      room -= weight.applyAsInt(entry.item());
      group.add(entry);
    }
    queued -= MAX_WEIGHT - room;
    return group;
  }

  /** The next group leaves first: the database works on it while this one's callers are told. */
  private void landed(List<Runnable> answers) {
    synchronized (this) {
      inFlight = false;
    }
    flush();
    answers.forEach(Runnable::run);
  }

  /** Succeeds always, with what is left to do: the answers. */
  private Future<List<Runnable>> write(List<Entry<T, R>> group) {
    return commit
        .apply(group.stream().map(Entry::item).toList())
        .map(answers -> answer(group, answers))
        .recover(fault -> isolate(group, fault));
  }

  private static <T, R> List<Runnable> answer(List<Entry<T, R>> group, List<R> answers) {
    var todo = new ArrayList<Runnable>(group.size());
    for (int i = 0; i < group.size(); i++) {
      var promise = group.get(i).answer();
      var answer = answers.get(i);
      todo.add(() -> promise.complete(answer));
    }
    return todo;
  }

  private Future<List<Runnable>> isolate(List<Entry<T, R>> group, Throwable fault) {
    if (Outage.isOutage(fault)) {
      var failed = new ArrayList<>(group);
      failed.addAll(waiting());
      return Future.succeededFuture(fail(failed, fault));
    }
    if (group.size() == 1) {
      return Future.succeededFuture(fail(group, fault));
    }
    int middle = group.size() / 2;
    return write(group.subList(0, middle))
        .compose(
            first -> write(group.subList(middle, group.size())).map(second -> both(first, second)));
  }

  /** What waited behind a group that found the database away has waited long enough. */
  private synchronized List<Entry<T, R>> waiting() {
    var waiting = List.copyOf(queue);
    queue.clear();
    queued = 0;
    return waiting;
  }

  private static <T, R> List<Runnable> fail(List<Entry<T, R>> group, Throwable fault) {
    return group.stream().<Runnable>map(entry -> () -> entry.answer().fail(fault)).toList();
  }

  private static List<Runnable> both(List<Runnable> first, List<Runnable> second) {
    var both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
