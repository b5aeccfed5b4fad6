package dev.tributary.event.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.App;
import dev.tributary.Plans;
import dev.tributary.platform.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits is measured, and what was published long ago goes, without reading all the rest. */
class BacklogIT {
  private static final Vertx VERTX = Vertx.vertx();

  private static App app;
  private static BacklogService backlogs;

  @BeforeAll
  static void start() {
    app = App.start();
    var database = Database.open(VERTX, app.config().postgres(), "");
    backlogs = new BacklogService(database, Duration.ofDays(7));
    app.execute(
        """
        INSERT INTO outbox (id, type, subject, data, published_at)
        SELECT gen_random_uuid(), 'reward.granted', CASE WHEN n <= 1500 THEN 'old' ELSE 'new' END,
               '{}', now() - CASE WHEN n <= 1500 THEN interval '169 hours'
                                  ELSE interval '167 hours' END
        FROM generate_series(1, 20000) n;
        INSERT INTO outbox (id, type, subject, data, created_at, next_attempt_at)
        VALUES (gen_random_uuid(), 'reward.granted', 'stuck', '{}', now() - interval '9 days',
                now() - interval '9 days');
        INSERT INTO inbound_event
          (id, source, event_id, type, payload, status, next_attempt_at, received_at)
        SELECT gen_random_uuid(), '/shop', n, 'order.paid', '{}',
               CASE WHEN n <= 2 THEN 'dead' WHEN n <= 5 THEN 'waiting' ELSE 'done' END,
               now() + interval '1 day', now()
        FROM generate_series(1, 20000) n;
        """);
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
    VERTX.close().await();
  }

  @Test
  void publishedEventsGoAfterTheirTimeAndThoseThatWaitStay() {
    assertThat(backlogs.deletePublished().await()).as("there is more").isTrue();
    assertThat(backlogs.deletePublished().await()).isFalse();
    assertThat(app.rows("SELECT subject, count(*) FROM outbox GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("new", "18500"), List.of("stuck", "1"));
  }

  @Test
  void whatWaitsIsCountedAndSaysForHowLong() {
    var backlog = backlogs.measure().await();
    assertThat(backlog).isEqualTo(new Backlog(0, 3, 2, 0, 1, backlog.outboxLateSeconds()));
    assertThat(backlog.outboxLateSeconds()).isCloseTo(Duration.ofDays(9).toSeconds(), within(60L));
  }

  @Test
  void neitherReadsATableAsAWhole() {
    for (var sql : List.of(BacklogStore.MEASURE, BacklogStore.DELETE_PUBLISHED)) {
      assertThat(Plans.generic(app, sql)).doesNotContain("Seq Scan");
    }
    app.execute("VACUUM ANALYZE");
    for (var sql : List.of(BacklogStore.MEASURE, BacklogStore.DELETE_PUBLISHED)) {
      assertThat(Plans.generic(app, sql)).doesNotContain("Seq Scan");
    }
  }
}
