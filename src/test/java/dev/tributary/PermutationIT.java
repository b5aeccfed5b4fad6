package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A thousand orders, all that can happen to each told in any order, each thing three times under
 * two ids, to two instances at once, while their affiliates withdraw what they have: every order
 * comes to what the {@link Oracle} says.
 */
class PermutationIT {
  private static final int ORDERS = 1_000;
  private static final int AFFILIATES = 20;

  /** So many orders are told at the same time, and share batches. */
  private static final int AT_ONCE = 50;

  private static final int ARRAY = 100;

  private static final String WITHDRAWABLE =
      """
      SELECT a.user_id, lower(b.currency), b.balance_minor
      FROM account b JOIN affiliate a ON a.id = b.owner
      WHERE b.bucket = 'available' AND b.balance_minor > 0 ORDER BY random() LIMIT 3
      """;

  private static final String BELOW_ZERO =
      """
      SELECT count(*) FROM (
        SELECT sum(amount_minor) OVER (PARTITION BY owner, currency ORDER BY id) AS balance_minor
        FROM posting WHERE bucket = 'available') p
      WHERE balance_minor < 0
      """;

  private static App app;
  private static App other;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeAll
  static void start() {
    app = App.start();
    other = app.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    app.closeWithoutDeadlock();
  }

  @Test
  void whateverTheOrderOfEventsEveryOrderComesToTheSame() {
    System.out.println("PermutationIT: repeat with -Dseed=" + seed);
    var codes = IntStream.range(0, AFFILIATES).mapToObj(i -> app.link("owner_" + i)).toList();
    var tales =
        IntStream.range(0, ORDERS)
            .mapToObj(i -> Tale.random("P-" + i, codes.get(i % AFFILIATES), random))
            .toList();
    for (int i = 0; i < ORDERS; i += AT_ONCE) {
      tell(tales.subList(i, i + AT_ONCE));
      withdraw();
    }
    App.eventually(() -> app.number(OutcomeCheck.UNDECIDED), undecided -> undecided == 0);
    assertThat(app.number(BELOW_ZERO)).as("reversals after a withdrawal").isPositive();
    OutcomeCheck.holds(app::rows, tales);
  }

  private void tell(List<Tale> tales) {
    var deliveries = new ArrayList<JsonObject>();
    for (var tale : tales) {
      deliveries.addAll(tale.deliveries(1, 2));
      deliveries.addAll(tale.deliveries(1, 1));
    }
    Collections.shuffle(deliveries, random);
    var answers = new ArrayList<Future<HttpResponse<Buffer>>>();
    for (int i = 0; i < deliveries.size(); i += ARRAY) {
      var array = new JsonArray(deliveries.subList(i, Math.min(i + ARRAY, deliveries.size())));
      answers.add((random.nextBoolean() ? app : other).send("/v1/events", app.shop(), array));
    }
    for (var answer : answers) {
      assertThat(answer.await().statusCode()).as(answer.result().bodyAsString()).isEqualTo(202);
    }
  }

  /** Three affiliates take all they have; what is refunded later puts them below zero. */
  private void withdraw() {
    for (var account : app.rows(WITHDRAWABLE)) {
      var wish =
          new JsonObject()
              .put("amount", Long.parseLong(account.get(2)))
              .put("currency", account.get(1))
              .put("method", "internal_balance");
      var user = app.user(account.getFirst());
      var answer = app.post("/v1/me/payouts", user, UUID.randomUUID().toString(), wish);
      // A reversal may have been faster.
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(201, 409);
    }
  }
}
