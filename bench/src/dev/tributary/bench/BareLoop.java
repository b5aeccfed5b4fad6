package dev.tributary.bench;

import dev.tributary.EventParts;
import dev.tributary.event.Envelope;
import dev.tributary.platform.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The batch statements of the service, run by a bare loop: one accepts a hundred events at a time,
 * the other works off what is there. No broker, no HTTP, no outbox: what the database lets through.
 */
public final class BareLoop {
  private static final int BATCH = 100;

  private final Vertx vertx;
  private final EventParts parts;
  private long next;
  private final long end;

  private BareLoop(Vertx vertx, EventParts parts, long from, long end) {
    this.vertx = vertx;
    this.parts = parts;
    this.next = from;
    this.end = end;
  }

  /** The numbers of the first order and of the one after the last. */
  public static void main(String[] args) {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    long from = Long.parseLong(System.getenv("FROM"));
    long end = from + Long.parseLong(System.getenv("COUNT"));
    var loop = new BareLoop(vertx, EventParts.of(Config.load(System.getenv()), vertx), from, end);
    loop.parts
        .settings()
        .start()
        .compose(ready -> loop.run(loop::acceptNext))
        .compose(running -> loop.run(loop::dispatchNext))
        .onFailure(BareLoop::end);
  }

  private static void end(Throwable fault) {
    fault.printStackTrace();
    System.exit(1);
  }

  /** On an event loop of its own, as each verticle of the service has one. */
  private Future<String> run(Supplier<Future<Boolean>> work) {
    return vertx.deployVerticle(
        new VerticleBase() {
          @Override
          public Future<?> start() {
            again(work);
            return Future.succeededFuture();
          }
        });
  }

  private void again(Supplier<Future<Boolean>> work) {
    work.get()
        .onSuccess(
            more -> {
              if (more) {
                vertx.runOnContext(turn -> again(work));
              }
            })
        .onFailure(BareLoop::end);
  }

  private Future<Boolean> acceptNext() {
    var events =
        LongStream.range(next, Math.min(end, next + BATCH))
            .mapToObj(
                number ->
                    new Envelope(
                        Orders.SOURCE,
                        Orders.eventId(number),
                        Orders.TYPE,
                        Orders.data(number)))
            .toList();
    next += BATCH;
    return parts.inbox().accept(events).map(accepted -> next < end);
  }

  /** Runs until somebody ends it; where nothing is there yet it looks again a little later. */
  private Future<Boolean> dispatchNext() {
    return parts.dispatch().dispatchNext().compose(worked -> worked ? Future.succeededFuture(true) : rest());
  }

  private Future<Boolean> rest() {
    var rested = Promise.<Boolean>promise();
    vertx.setTimer(1, tick -> rested.complete(true));
    return rested.future();
  }
}
