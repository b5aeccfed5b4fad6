package dev.tributary.worker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a piece of work again and again until nothing is left, then sleeps until it is woken or the
 * sweep comes by. One run at a time; trouble is logged once and tried again at the next sweep. It
 * belongs to one event loop.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Vertx vertx;
  private final String name;
  private final Supplier<Future<Boolean>> work;
  private Future<Void> running = Future.succeededFuture();
  private boolean wokenMeanwhile;
  private boolean inTrouble;
  private boolean stopped;
  private long timer;

  /**
   * A drain that sleeps.
   *
   * @param work true when there may be more of it
   */
  Drain(Vertx vertx, String name, Supplier<Future<Boolean>> work) {
    this.vertx = vertx;
    this.name = name;
    this.work = work;
  }

  /** Looks for work this often even when nobody wakes it, because hints may get lost. */
  void sweepEvery(Duration interval) {
    timer = vertx.setPeriodic(interval.toMillis(), tick -> wake());
  }

  void wake() {
    if (!running.isComplete()) {
      wokenMeanwhile = true;
    } else if (!stopped) {
      wokenMeanwhile = false;
      running = run().transform(done -> settle(done.cause()));
    }
  }

  private Future<Void> run() {
    return work.get().compose(more -> more && !stopped ? next() : Future.succeededFuture());
  }

  /** Through the event loop, so that a long backlog grows no stack and starves nobody. */
  private Future<Void> next() {
    var turn = Promise.<Void>promise();
    vertx.runOnContext(turn::complete);
    return turn.future().compose(mine -> run());
  }

  private Future<Void> settle(Throwable fault) {
    if (fault != null && !inTrouble) {
      LOG.warn("{} wait: {}", name, fault.toString());
    } else if (fault == null && inTrouble) {
      LOG.info("{} go on", name);
    }
    inTrouble = fault != null;
    if (wokenMeanwhile && fault == null) {
      vertx.runOnContext(tick -> wake());
    }
    return Future.succeededFuture();
  }

  /** Takes up nothing new; succeeds when what was under way is done. */
  Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return running;
  }
}
