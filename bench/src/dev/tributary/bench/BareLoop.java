package dev.tributary.bench;

import dev.tributary.audit.AuditService;
import dev.tributary.commission.BookService;
import dev.tributary.commission.CommissionService;
import dev.tributary.event.DispatchService;
import dev.tributary.event.Envelope;
import dev.tributary.event.InboxService;
import dev.tributary.event.OutboxService;
import dev.tributary.ledger.LedgerService;
import dev.tributary.link.SenderService;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.referral.CandidateService;
import dev.tributary.referral.ReferralService;
import dev.tributary.referral.ReferralValidation;
import dev.tributary.settings.FirstSettings;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The batch statements of the service, run by a bare loop: one accepts a hundred events at a time,
 * the other works off what is there. No broker, no HTTP, no outbox: what the database lets through.
 */
public final class BareLoop {
  private static final int BATCH = 100;

  private final Vertx vertx;
  private final InboxService inbox;
  private final DispatchService dispatch;
  private final SettingsService settings;
  private long next;
  private final long end;

  private BareLoop(Vertx vertx, Config config, long from, long end) {
    this.vertx = vertx;
    this.next = from;
    this.end = end;
    var database = Database.open(vertx, config.postgres());
    var audit = new AuditService();
    var outbox = new OutboxService(database, Set.of());
    inbox = new InboxService(database, vertx.eventBus());
    settings = new SettingsService(database, FirstSettings.of(config.program()));
    var ledger = new LedgerService(database);
    var candidates = new CandidateService(new SenderService(), settings);
    var validation = ReferralValidation.named(config.strategies().referralValidation());
    var referrals = new ReferralService(database, candidates, audit, outbox, inbox, validation);
    var books = new BookService(inbox, referrals, settings);
    var commissions =
        new CommissionService(
            books, ledger, audit, outbox, (tx, qualified) -> Future.succeededFuture());
    dispatch =
        new DispatchService(
            database, referrals::onUserRegistered, commissions::onOrderEvents, config.waiting());
  }

  /** The numbers of the first order and of the one after the last. */
  public static void main(String[] args) {
    var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    long from = Long.parseLong(System.getenv("FROM"));
    long end = from + Long.parseLong(System.getenv("COUNT"));
    var loop = new BareLoop(vertx, Config.load(System.getenv()), from, end);
    loop.settings
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
    return inbox.accept(events).map(accepted -> next < end);
  }

  /** Runs until somebody ends it; where nothing is there yet it looks again a little later. */
  private Future<Boolean> dispatchNext() {
    return dispatch.dispatchNext().compose(worked -> worked ? Future.succeededFuture(true) : rest());
  }

  private Future<Boolean> rest() {
    var rested = Promise.<Boolean>promise();
    vertx.setTimer(1, tick -> rested.complete(true));
    return rested.future();
  }
}
