package dev.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The inbox and the outbox are queues with a long past, which their statements do not read. */
class InboxPlanIT {
  private static final List<String> HOT =
      List.of(
          InboxStore.INSERT,
          InboxStore.FIND,
          InboxStore.TAKE_DUE,
          InboxStore.FINISH,
          InboxStore.WAKE,
          OutboxStore.TAKE_DUE);

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
  void theHotStatementsReadNoTableAsAWholeHoweverLargeItIs() {
    HOT.forEach(sql -> assertThat(Plans.generic(app, sql)).doesNotContain("Seq Scan"));
    app.execute(
        """
        INSERT INTO inbound_event (id, source, event_id, type, payload, status, finished_at)
        SELECT gen_random_uuid(), '/shop', 'past-' || n, 'order.paid', '{}', 'done', now()
        FROM generate_series(1, 20000) n;
        INSERT INTO outbox (id, type, subject, data, published_at)
        SELECT gen_random_uuid(), 'reward.granted', 'past', '{}', now()
        FROM generate_series(1, 20000);
        """);
    app.execute("VACUUM ANALYZE");
    HOT.forEach(sql -> assertThat(Plans.generic(app, sql)).doesNotContain("Seq Scan"));
    assertThat(Plans.generic(app, OutboxStore.TAKE_NOTICES)).doesNotContain("Seq Scan on outbox");
  }
}
