package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events by the real RabbitMQ, and what becomes of them when it is cut off. */
class RabbitIT {
  private Broker broker;
  private FaultProxy proxy;
  private App app;

  @BeforeEach
  void start() throws Exception {
    broker = new Broker();
    proxy = FaultProxy.before(TestServers.rabbitmqUrl(), 5672);
    app = startApp();
  }

  @AfterEach
  void stop() throws Exception {
    app.closeAndForget();
    proxy.close();
    broker.close();
  }

  private App startApp() {
    return App.start(broker.environment(proxy.url(TestServers.rabbitmqUrl())));
  }

  @Test
  void theSameEventDeliveredFiveTimesIsOneCommission() throws Exception {
    app.bind(app.link("anna"), "ben");
    var event = App.event("five", "order.paid", App.order("R-1", "ben")).encode();
    for (int i = 0; i < 5; i++) {
      broker.send(broker.payments(), event);
    }
    App.eventually(() -> app.balance("anna"), balance -> !balance.isEmpty());
    App.eventually(() -> broker.ready(broker.payments()), waiting -> waiting == 0);
    assertThat(app.balance("anna").getInteger("total_revenue")).isEqualTo(1000);
    assertThat(app.number("SELECT count(*) FROM order_commission")).isOne();
    assertThat(app.number("SELECT count(*) FROM inbound_event")).isOne();
  }

  @Test
  void bareBodiesMeanWhatTheirQueueSays() throws Exception {
    var code = app.link("cara");
    broker.send(
        broker.registrations(),
        new JsonObject().put("user_id", "dora").put("referral_code", code).encode());
    broker.send(broker.payments(), App.order("R-2", "dora").encode(), "message-7");
    broker.send(broker.rewards(), App.order("R-3", "dora").put("event_id", "reward-1").encode());
    App.eventually(
        () -> app.balance("cara").getInteger("total_revenue", 0), total -> total == 2000);
    assertThat(app.rows("SELECT event_id FROM inbound_event ORDER BY event_id"))
        .extracting(row -> row.getFirst())
        .containsExactly("message-7", "reward-1", "user.registered|dora");
  }

  @Test
  void aMessageThatIsNoEventIsParkedAndTheNextIsUnaffected() throws Exception {
    app.bind(app.link("eva"), "finn");
    broker.send(broker.payments(), "{ this is no JSON");
    broker.send(broker.payments(), "[1, 2]");
    broker.send(broker.payments(), "{\"user_id\":\"a\\u0000b\"}");
    broker.send(broker.payments(), new JsonObject().put("order_id", "R-9").encode(), "no-user");
    broker.send(broker.payments(), "x".repeat(1_000_000));
    var half = new JsonObject().put("half_a_pair", "HERE");
    var unstorable = App.order("R-8", "finn").put("metadata", half).encode();
    broker.send(broker.payments(), unstorable.replace("HERE", "\\ud800"));
    broker.send(broker.payments(), App.order("R-7", "finn").put("event_id", noise()).encode());
    broker.send(broker.payments(), App.order("R-4", "finn").put("event_id", "good").encode());
    App.eventually(() -> app.balance("eva"), balance -> !balance.isEmpty());
    App.eventually(
        () -> app.number("SELECT count(*) FROM inbound_event WHERE status = 'dead'"),
        dead -> dead == 7);
    assertThat(
            app.number(
                "SELECT count(*) FROM inbound_event WHERE status = 'dead' AND reason LIKE"
                    + " 'invalid_request: %/user_id%required%'"))
        .isOne();
    assertThat(broker.ready(broker.payments())).isZero();
  }

  /** Longer than a key of an index can be, and beyond compression. */
  private static String noise() {
    return new Random(1).ints(6_000, '!', '~').mapToObj(Character::toString).collect(joining());
  }

  @Test
  void theSameIdWithOtherDataIsParkedBesideTheFirst() throws Exception {
    broker.send(broker.payments(), App.order("R-5", "gus").put("event_id", "twice").encode());
    App.eventually(() -> app.number("SELECT count(*) FROM inbound_event"), taken -> taken == 1);
    broker.send(
        broker.payments(),
        App.order("R-5", "gus").put("event_id", "twice").put("amount", 99_000).encode());
    App.eventually(
        () -> app.number("SELECT count(*) FROM inbound_event WHERE reason = 'event_id_reused'"),
        parked -> parked == 1);
    App.eventually(
        () -> app.rows("SELECT amount_minor FROM order_fact").toString(), "[[11000]]"::equals);
  }

  @Test
  void aBrokerThatIsAwayAtTheStartIsFoundWhenItComes() throws Exception {
    app.closeAndForget();
    proxy.refuse();
    app = startApp();
    assertThat(app.management("/health/ready").statusCode()).isEqualTo(200);
    app.bind(app.link("hana"), "ian");
    broker.send(broker.payments(), App.order("R-6", "ian").put("event_id", "early").encode());
    proxy.pass();
    App.eventually(() -> app.balance("hana"), balance -> !balance.isEmpty());
    var types = new HashSet<String>();
    App.eventually(() -> collect(types), seen -> seen.contains("invoice_commission.approved"));
  }

  @Test
  void aMessageIsTheBrokersUntilItIsCommitted() throws Exception {
    app.closeAndForget();
    try (var postgres = FaultProxy.before(TestServers.postgresUrl(), 5432)) {
      app = App.startBehind(postgres, broker.environment(TestServers.rabbitmqUrl()));
      app.bind(app.link("pia"), "quin");
      App.eventually(this::consumers, count -> count == 1);
      postgres.refuse();
      broker.send(broker.payments(), App.order("U-1", "quin").put("event_id", "held").encode());
      App.eventually(() -> broker.ready(broker.payments()), ready -> ready == 0);
      app.close();
      App.eventually(() -> broker.ready(broker.payments()), ready -> ready == 1);
      postgres.pass();
      app = app.another(broker.environment(TestServers.rabbitmqUrl()));
      App.eventually(() -> app.balance("pia"), balance -> !balance.isEmpty());
    }
  }

  @Test
  void nothingIsLostOrPaidTwiceWhileConnectionsAreCut() throws Exception {
    app.bind(app.link("jan"), "kim");
    app.execute("UPDATE affiliate SET max_triggers_override = 1000 WHERE user_id = 'jan'");
    for (int i = 0; i < 60; i++) {
      var order = App.order("C-" + i, "kim").put("event_id", "cut-" + i).encode();
      broker.send(broker.payments(), order);
      if (i % 10 == 5) {
        proxy.cut();
      }
    }
    App.eventually(() -> app.number("SELECT count(*) FROM order_commission"), count -> count == 60);
    assertThat(app.balance("jan").getInteger("total_revenue")).isEqualTo(60_000);
    App.eventually(
        () -> app.number("SELECT count(*) FROM outbox WHERE published_at IS NULL"),
        waiting -> waiting == 0);
    var ids = new HashSet<String>();
    broker.published().forEach(message -> ids.add(message.getProps().getMessageId()));
    assertThat(ids).hasSize((int) app.number("SELECT count(*) FROM outbox"));
  }

  @Test
  void aQueueThatIsDeletedIsConsumedAgain() throws Exception {
    app.bind(app.link("lea"), "max");
    App.eventually(() -> consumers(), count -> count == 1);
    broker.delete(broker.payments());
    App.eventually(() -> consumers(), count -> count == 1);
    broker.send(broker.payments(), App.order("R-7", "max").put("event_id", "again").encode());
    App.eventually(() -> app.balance("lea"), balance -> !balance.isEmpty());
  }

  private long consumers() {
    return broker.consumers(broker.payments());
  }

  @Test
  void whatIsPublishedIsPersistentAndNamesItself() throws Exception {
    app.link("nora");
    App.eventually(
        () -> app.number("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL"),
        published -> published == 2);
    var messages = broker.published();
    assertThat(messages)
        .extracting(message -> message.getEnvelope().getRoutingKey())
        .containsExactly("affiliate.created", "affiliate.approved");
    var first = messages.getFirst();
    assertThat(first.getProps().getDeliveryMode()).isEqualTo(2);
    var body = new JsonObject(new String(first.getBody(), UTF_8));
    assertThat(body.getString("id")).isEqualTo(first.getProps().getMessageId()).startsWith("evt_");
    assertThat(body.getString("type")).isEqualTo("affiliate.created");
    assertThat(app.number("SELECT count(*) FROM outbox WHERE routed")).isEqualTo(2);
  }

  @Test
  void anEventThatNoQueueTakesIsKnownToHaveReachedNobody() throws Exception {
    broker.unbind();
    app.link("otto");
    App.eventually(
        () -> app.number("SELECT count(*) FROM outbox WHERE routed = false"),
        unrouted -> unrouted == 2);
  }

  private Set<String> collect(Set<String> types) {
    broker.published().forEach(message -> types.add(message.getEnvelope().getRoutingKey()));
    return types;
  }
}
