package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One event of a batch cannot be worked off, whatever is tried. */
class PoisonIT {
  private static final int BATCH = 100;
  private static final int POISON = 50;
  private static final String DONE = "SELECT count(*) FROM inbound_event WHERE status = 'done'";
  private static final String ROW = " FROM inbound_event WHERE event_id = 'poison-50'";

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  @Test
  void aPoisonousEventDelaysNobodyAndDiesWithItsReason() {
    var code = app.link("anna");
    for (int i = 0; i < BATCH; i++) {
      app.bind(code, "buyer_" + i);
    }
    app.execute("ALTER TABLE order_fact ADD CONSTRAINT venom CHECK (order_id <> 'POISON-50')");
    var events = IntStream.range(0, BATCH).mapToObj(PoisonIT::order).toList();
    assertThat(app.post("/v1/events", app.shop(), new JsonArray(events)).statusCode())
        .isEqualTo(202);
    App.eventually(Duration.ofSeconds(2), () -> app.number(DONE), done -> done == BATCH - 1);
    assertThat(app.balance("anna").getInteger("available")).isEqualTo((BATCH - 1) * 1000);
    for (int attempt = 1; attempt < 5; attempt++) {
      int counted = attempt;
      App.eventually(() -> app.number("SELECT attempts" + ROW), attempts -> attempts == counted);
      assertThat(app.rows("SELECT status, next_attempt_at > now()" + ROW))
          .containsExactly(List.of("received", "t"));
      app.execute("UPDATE inbound_event SET next_attempt_at = now() WHERE event_id = 'poison-50'");
    }
    App.eventually(() -> app.rows("SELECT status" + ROW).toString(), "[[dead]]"::equals);
    assertThat(app.rows("SELECT attempts, reason" + ROW).getFirst())
        .satisfiesExactly(
            attempts -> assertThat(attempts).isEqualTo("5"),
            reason -> assertThat(reason).contains("venom"));
    assertThat(app.rows("SELECT event_id FROM inbound_event WHERE attempts > 0")).hasSize(1);
    assertThat(app.decisions("POISON-" + POISON)).isEmpty();
  }

  private static JsonObject order(int number) {
    var order = App.order("POISON-" + number, "buyer_" + number);
    return App.event("poison-" + number, "order.paid", order);
  }
}
