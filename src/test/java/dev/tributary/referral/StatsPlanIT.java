package dev.tributary.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An affiliate's figures cost as much as their own links, however many others there are. */
class StatsPlanIT {
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @Test
  void theFiguresAreReadWithoutThoseOfOthers() {
    assertThat(Plans.generic(app, StatsStore.GET_STATS)).doesNotContain("Seq Scan");
    app.execute(
        """
        INSERT INTO affiliate (id, user_id, status, source)
        SELECT gen_random_uuid(), 'grown-' || n, 'active', 'user' FROM generate_series(1, 2000) n;
        INSERT INTO code (id, code, affiliate_id, kind)
        SELECT gen_random_uuid(), upper(user_id || '-' || n), id, 'invite'
        FROM affiliate, generate_series(1, 10) n;
        INSERT INTO link_stats (code, clicks, counted) SELECT code, 20, 20 FROM code;
        INSERT INTO account (owner, bucket, currency, balance_minor)
        SELECT id, 'available', 'USD', 100 FROM affiliate;
        INSERT INTO referral
          (id, referred_user_id, affiliate_id, affiliate_user_id, code, status, reason_code)
        SELECT gen_random_uuid(), 'by-' || code, id, user_id, code, 'pending', 'bound'
        FROM (SELECT a.id, a.user_id, c.code FROM affiliate a JOIN code c ON c.affiliate_id = a.id)
          AS bond;
        """);
    app.execute("VACUUM ANALYZE");
    assertThat(Plans.generic(app, StatsStore.GET_STATS)).doesNotContain("Seq Scan");
  }
}
