package dev.tributary.referral;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.util.List;

/** Reads an affiliate's figures from the counters. It writes nothing. */
public final class StatsService {
  private static final ReferralStats NOTHING = new ReferralStats(0, 0, 0, 0, List.of());

  private final Database database;

  public StatsService(Database database) {
    this.database = database;
  }

  /**
   * The figures of a user; all zero for a user who is no affiliate.
   *
   * @return fails with {@code Forbidden} for another user's figures
   */
  public Future<ReferralStats> get(Actor actor, String userId) {
    return actor.mayActFor(userId)
        ? database
            .run(client -> StatsStore.getStats(client, userId))
            .map(found -> found.orElse(NOTHING))
        : Future.failedFuture(new Refusal(new Failure.Forbidden()));
  }
}
