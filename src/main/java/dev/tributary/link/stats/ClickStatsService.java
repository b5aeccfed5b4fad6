package dev.tributary.link.stats;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.kernel.Actor;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Counts the clicks of an affiliate, exactly and without waiting for anything, and keeps the daily
 * counts that make it cheap. It never looks at who clicked.
 */
public final class ClickStatsService {
  /** Longer than any statement may run: a click older than this is committed or never will be. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private static final Duration LONGEST_SPAN = Duration.ofHours(1);

  private final Database database;
  private final AffiliateService affiliates;
  private final Duration retention;

  public ClickStatsService(Database database, AffiliateService affiliates, Duration retention) {
    this.database = database;
    this.affiliates = affiliates;
    this.retention = retention;
  }

  /**
   * The caller's clicks in whole days (UTC), {@code to} included; none for who is no affiliate.
   *
   * @return at most a thousand groups: days in order, everything else by most clicks
   */
  public Future<List<ClickCount>> count(
      Actor actor, ClickGroup group, LocalDate from, LocalDate to) {
    return affiliates
        .find(actor.id())
        .compose(
            found ->
                found.isPresent()
                    ? count(found.get().id(), group, from, to)
                    : Future.succeededFuture(List.of()));
  }

  private Future<List<ClickCount>> count(
      AffiliateId affiliate, ClickGroup group, LocalDate from, LocalDate to) {
    return database.run(client -> ClickStatsStore.count(client, affiliate, group, from, to));
  }

  /** Rolls up what has settled since the last time; true when there is more to do at once. */
  public Future<Boolean> rollUp() {
    return database.transaction(
        tx ->
            ClickStatsStore.takeSpan(tx, SETTLED, LONGEST_SPAN).compose(span -> rollUp(tx, span)));
  }

  private static Future<Boolean> rollUp(SqlClient tx, Optional<ClickStatsStore.Span> span) {
    return span.isEmpty()
        ? Future.succeededFuture(false)
        : ClickStatsStore.rollUp(tx, span.get()).map(done -> span.get().isCapped());
  }

  /** Drops the single clicks that are older than they are kept. */
  public Future<Void> dropOld() {
    return database.run(client -> ClickStatsStore.dropPartitions(client, retention.toDays()));
  }
}
