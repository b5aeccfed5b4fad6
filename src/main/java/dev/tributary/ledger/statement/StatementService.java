package dev.tributary.ledger.statement;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Shows callers their own accounts: as they are, as they were, and how they got there. It adds
 * postings up and changes nothing; who is no affiliate has none.
 */
public final class StatementService {
  /** As many entries as a statement can have; a listing has no end. */
  private static final int MAX_ENTRIES = 20_000;

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Database database;
  private final LedgerService ledger;
  private final Function<Actor, Future<Optional<UUID>>> owners;

  /**
   * Reads the accounts of callers.
   *
   * @param owners whose accounts a caller's are
   */
  public StatementService(
      Database database, LedgerService ledger, Function<Actor, Future<Optional<UUID>>> owners) {
    this.database = database;
    this.ledger = ledger;
    this.owners = owners;
  }

  /**
   * What the caller has, or had at that moment: the latter from the postings alone.
   *
   * @return fails with {@code Invalid} for a time to come
   */
  public Future<List<Balance>> balances(Actor actor, Optional<Instant> asOf) {
    return owners.apply(actor).compose(owner -> balances(owner, asOf));
  }

  private Future<List<Balance>> balances(Optional<UUID> owner, Optional<Instant> asOf) {
    if (asOf.isEmpty()) {
      return owner.map(ledger::listBalances).orElse(Future.succeededFuture(List.of()));
    }
    return past("as_of", asOf.get())
        .compose(
            past ->
                owner
                    .map(id -> balancesAt(id, asOf.get()))
                    .orElse(Future.succeededFuture(List.of())));
  }

  private Future<List<Balance>> balancesAt(UUID owner, Instant time) {
    return database.inspect(LIMIT, tx -> StatementStore.balancesAt(tx, owner, time, true));
  }

  private Future<Void> past(String field, Instant time) {
    return database
        .run(client -> StatementStore.isPast(client, time))
        .compose(
            past ->
                past
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Refusal(Failure.Invalid.field(field, "must not be in the future"))));
  }

  /** The caller's entries, newest first: up to so many. */
  public Future<List<Entry>> list(Actor actor, EntryFilter filter, int limit) {
    return owners
        .apply(actor)
        .compose(
            owner ->
                owner.map(id -> list(id, filter, limit)).orElse(Future.succeededFuture(List.of())));
  }

  private Future<List<Entry>> list(UUID owner, EntryFilter filter, int limit) {
    return database.run(client -> StatementStore.listEntries(client, owner, filter, limit));
  }

  /**
   * A month (UTC) of the caller's accounts. It does not change any more ten seconds after its end,
   * which is as long as a transaction may take.
   *
   * @return fails with {@code Invalid} for a month to come, or {@code statement_too_long}
   */
  public Future<Statement> statement(Actor actor, YearMonth month) {
    return past("month", start(month))
        .compose(past -> owners.apply(actor))
        .compose(
            owner ->
                owner
                    .map(id -> statement(id, month))
                    .orElse(Future.succeededFuture(sum(month, List.of(), List.of()))));
  }

  /** Both statements see the same moment. */
  private Future<Statement> statement(UUID owner, YearMonth month) {
    var from = start(month);
    var to = start(month.plusMonths(1));
    return database.inspect(
        LIMIT,
        tx ->
            StatementStore.balancesAt(tx, owner, from, false)
                .compose(
                    opening ->
                        StatementStore.listMonth(tx, owner, from, to, MAX_ENTRIES + 1)
                            .map(entries -> sum(month, opening, entries))));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Statement sum(YearMonth month, List<Balance> opening, List<Entry> entries) {
    if (entries.size() > MAX_ENTRIES) {
      throw new Refusal(
          new Failure.Refused(
              "statement_too_long", "The month has too many entries; list the ledger instead."));
    }
    return Statement.of(month, opening, entries);
  }
}
