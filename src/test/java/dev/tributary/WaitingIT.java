package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An order of somebody who has not registered yet, at the end of its patience. */
class WaitingIT {
  private static final String ROW = " FROM inbound_event WHERE event_id = 'w-1'";

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  /** The fourth attempt, because a minute lies between it and the last one. */
  @Test
  void anEventThatFailsAtItsDeadlineIsCountedOutLikeAnyOther() {
    app.report("w-1", "order.paid", App.order("W-1", "nobody"));
    App.eventually(() -> app.rows("SELECT status" + ROW).toString(), "[[waiting]]"::equals);
    app.execute("ALTER TABLE inbound_event ADD CHECK (event_id <> 'w-1' OR status <> 'done')");
    app.execute("UPDATE inbound_event SET attempts = 3, next_attempt_at = now()");
    App.eventually(() -> app.number("SELECT attempts" + ROW), attempts -> attempts == 4);
    assertThat(app.rows("SELECT status, next_attempt_at > now()" + ROW).toString())
        .isEqualTo("[[waiting, t]]");
    app.execute("UPDATE inbound_event SET next_attempt_at = now()");
    App.eventually(() -> app.rows("SELECT status" + ROW).toString(), "[[dead]]"::equals);
  }
}
