package dev.tributary.referral;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.util.List;

/** Reads an affiliate's figures from the counters. It writes nothing. */
public final class StatsService {
  private final Database database;
  private final AffiliateService affiliates;
  private final LedgerService ledger;

  public StatsService(Database database, AffiliateService affiliates, LedgerService ledger) {
    this.database = database;
    this.affiliates = affiliates;
    this.ledger = ledger;
  }

  /**
   * The figures of a user; all zero for a user who is no affiliate.
   *
   * @return fails with {@code Forbidden} for another user's figures
   */
  public Future<ReferralStats> get(Actor actor, String userId) {
    if (!actor.mayActFor(userId)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return affiliates
        .find(userId)
        .compose(
            found ->
                found.isPresent()
                    ? get(found.get())
                    : Future.succeededFuture(new ReferralStats(0, 0, 0, 0, List.of())));
  }

  private Future<ReferralStats> get(Affiliate affiliate) {
    var counts = database.run(client -> StatsStore.getCounts(client, affiliate.id()));
    var balances = ledger.listBalances(affiliate.id().value());
    return Future.all(counts, balances).map(both -> counts.result().with(balances.result()));
  }
}
