package dev.tributary.commission.book;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.audit.Change;
import dev.tributary.commission.engine.Decision;
import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.Refund;
import dev.tributary.event.OutgoingEvent;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.StateTable;
import dev.tributary.ledger.Transfer;
import dev.tributary.referral.ReferralId;
import dev.tributary.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a batch of events only ever adds: decisions, money moved, steps taken, news. */
public final class Journal {
  /** A decision with what it is about. */
  public record Decided(
      DecisionId id,
      EventId event,
      String orderId,
      Optional<String> invoiceId,
      Optional<AffiliateId> affiliate,
      Decision decision) {}

  /** A refund, and the event that told of it. */
  public record Told(EventId event, Refund refund) {}

  /** A referral whose first order just earned. */
  public record Qualified(
      ReferralId referral, AffiliateId affiliate, String referredUserId, Settings settings) {}

  private final List<Decided> decisions = new ArrayList<>();
  private final List<Told> refunds = new ArrayList<>();
  private final List<Qualified> qualified = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<OutgoingEvent> news = new ArrayList<>();
  private final Set<String> arrived = new LinkedHashSet<>();

  public void decided(Decided decision) {
    decisions.add(decision);
  }

  public void refunded(EventId event, Refund refund) {
    refunds.add(new Told(event, refund));
  }

  public void qualified(Qualified referral) {
    qualified.add(referral);
  }

  public void transferred(Transfer transfer) {
    transfers.add(transfer);
  }

  /** The thing is new, in its first state. */
  public void created(String machine, UUID id, Enum<?> first) {
    changes.add(Change.created(machine, id, first, Actor.SYSTEM));
  }

  /** Takes an edge of the table, in the name of the system; anything else is a mistake of ours. */
  public <S extends Enum<S>, A extends Enum<A>> S step(
      StateTable<S, A> table, UUID id, S from, A action) {
    return step(table, id, from, action, null);
  }

  /** The same, with the reason for it. */
  public <S extends Enum<S>, A extends Enum<A>> S step(
      StateTable<S, A> table, UUID id, S from, A action, @Nullable String reason) {
    var to = table.next(id.toString(), from, action, Actor.SYSTEM);
    var change = Change.of(table.machine(), id, action, from, to, Actor.SYSTEM);
    changes.add(change.because(reason));
    return to;
  }

  /** A step that somebody took. */
  public void changed(Change change) {
    changes.add(change);
  }

  public void news(String type, String subject, Map<String, Object> data) {
    news.add(new OutgoingEvent(type, subject, data));
  }

  /** Something is there now for which other events may be waiting. */
  public void arrived(String subject) {
    arrived.add(subject);
  }

  public List<Decided> decisions() {
    return decisions;
  }

  public List<Told> refunds() {
    return refunds;
  }

  public List<Qualified> qualified() {
    return qualified;
  }

  public List<Transfer> transfers() {
    return transfers;
  }

  public List<Change> changes() {
    return changes;
  }

  public List<OutgoingEvent> news() {
    return news;
  }

  public Set<String> arrived() {
    return arrived;
  }
}
