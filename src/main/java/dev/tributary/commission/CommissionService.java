package dev.tributary.commission;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.audit.AuditService;
import dev.tributary.commission.book.Book;
import dev.tributary.commission.book.Journal;
import dev.tributary.commission.clerk.OrderClerk;
import dev.tributary.event.DispatchService.Arrived;
import dev.tributary.event.EventId;
import dev.tributary.event.Handled;
import dev.tributary.event.InboundEvent.OrderEvent;
import dev.tributary.event.OutboxService;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what the host tells about orders into commissions, a batch of events at a time: the clerks
 * and the engine work on the {@link Book} in memory, and all that follows is written in the
 * caller's transaction. An order earns once, whatever tells of it and how often.
 */
public final class CommissionService {
  /** What follows when referrals qualify, in the same transaction; rewards hang on it. */
  @FunctionalInterface
  public interface OnQualified {
    /** Gets the referrals that just qualified, in the order in which they did. */
    Future<Void> qualified(SqlClient tx, List<Qualified> qualified);
  }

  private final BookService books;
  private final LedgerService ledger;
  private final AuditService audit;
  private final OutboxService outbox;
  private final OnQualified rewards;

  public CommissionService(
      BookService books,
      LedgerService ledger,
      AuditService audit,
      OutboxService outbox,
      OnQualified rewards) {
    this.books = books;
    this.ledger = ledger;
    this.audit = audit;
    this.outbox = outbox;
    this.rewards = rewards;
  }

  /** Works off events about orders, all of them or none. */
  public Future<Map<EventId, Handled>> onOrderEvents(
      SqlClient tx, List<Arrived<OrderEvent>> events) {
    return books
        .open(tx, events)
        .compose(
            opened -> {
              var clerk = new OrderClerk(opened.book(), opened.rules()::get, NewId::next);
              var handled = clerk.enter(events);
              return write(tx, opened.book()).map(handled);
            });
  }

  private Future<Void> write(SqlClient tx, Book book) {
    var journal = book.journal();
    var rewarded = books.close(tx, book).compose(counts -> reward(tx, journal.qualified(), counts));
    return Future.all(
            rewarded,
            ledger.post(tx, journal.transfers()),
            audit.record(tx, journal.changes()),
            outbox.put(tx, journal.news()))
        .mapEmpty();
  }

  /** An affiliate's count is known when all of the batch are in; each gets the one it made. */
  private Future<Void> reward(
      SqlClient tx, List<Journal.Qualified> qualified, Map<AffiliateId, Integer> counts) {
    if (qualified.isEmpty()) {
      return Future.succeededFuture();
    }
    var left = new HashMap<>(counts);
    var counted = new ArrayList<Qualified>();
    for (var referral : qualified.reversed()) {
      int count = left.merge(referral.affiliate(), -1, Integer::sum) + 1;
      counted.addFirst(
          new Qualified(
              referral.referral(),
              referral.affiliate(),
              referral.referredUserId(),
              count,
              referral.settings()));
    }
    return rewards.qualified(tx, counted);
  }
}
