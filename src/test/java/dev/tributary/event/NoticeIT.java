package dev.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.App;
import dev.tributary.event.OutboxService.Message;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifiers that fail, tell some, or take their time: nothing is lost and nobody waits. */
class NoticeIT {
  private App app;
  private Vertx vertx;
  private Database database;
  private OutboxService outbox;
  private final List<String> heard = new ArrayList<>();

  /** The instance only migrates: closed, it does not take the notices of this test. */
  @BeforeEach
  void start() {
    app = App.start();
    app.close();
    vertx = Vertx.vertx();
    database = Database.open(vertx, app.config().postgres(), "");
    outbox = new OutboxService(database, Set.of("a.wanted", "b.wanted"));
  }

  @AfterEach
  void stop() {
    database.close().await();
    vertx.close().await();
    app.forget();
  }

  private void put(String... types) {
    var events =
        List.of(types).stream()
            .map(type -> new OutgoingEvent(type, "x_1", Map.of("type", type)))
            .toList();
    database.transaction(tx -> outbox.put(tx, events)).await();
  }

  private Future<Set<EventId>> hear(List<Message> events) {
    events.forEach(event -> heard.add(event.type()));
    return Future.succeededFuture(ids(events));
  }

  private static Set<EventId> ids(List<Message> events) {
    return events.stream().map(Message::id).collect(Collectors.toSet());
  }

  private long waiting() {
    return app.number("SELECT count(*) FROM notice");
  }

  @Test
  void onlyWhatIsWantedIsToldAndThenGone() {
    put("a.wanted", "c.other", "b.wanted");
    assertThat(outbox.tellNext(this::hear).await()).isEqualTo(2);
    assertThat(heard).containsExactlyInAnyOrder("a.wanted", "b.wanted");
    assertThat(outbox.tellNext(this::hear).await()).isZero();
    assertThat(waiting()).isZero();
    assertThat(app.number("SELECT count(*) FROM outbox WHERE published_at IS NULL")).isEqualTo(3);
  }

  @Test
  void whenTheNotifierFailsEverythingComesAgain() {
    put("a.wanted");
    var fault = new IllegalStateException("no mail server");
    assertThatThrownBy(() -> outbox.tellNext(events -> Future.failedFuture(fault)).await())
        .isSameAs(fault);
    assertThat(outbox.tellNext(this::hear).await()).isOne();
    assertThat(heard).containsExactly("a.wanted");
  }

  @Test
  void whatItCouldNotTellComesLaterAndHoldsUpNothing() {
    put("a.wanted", "b.wanted");
    assertThat(outbox.tellNext(this::hearHalf).await()).isOne();
    assertThat(outbox.tellNext(this::hear).await()).isZero();
    assertThat(app.rows("SELECT attempts, next_attempt_at > now() FROM notice"))
        .containsExactly(List.of("1", "t"));
    app.execute("UPDATE notice SET next_attempt_at = now()");
    assertThat(outbox.tellNext(this::hear).await()).isOne();
    assertThat(heard).containsExactly("b.wanted", "a.wanted");
  }

  private Future<Set<EventId>> hearHalf(List<Message> events) {
    return hear(events.stream().filter(event -> event.type().equals("b.wanted")).toList());
  }

  @Test
  void whileItIsBusyTheBrokerAndAnotherInstanceGoOn() {
    put("a.wanted");
    var told = Promise.<Set<EventId>>promise();
    var asked = Promise.<List<Message>>promise();
    var telling =
        outbox.tellNext(
            events -> {
              asked.complete(events);
              return told.future();
            });
    var events = asked.future().await();
    assertThat(outbox.tellNext(this::hear).await()).isZero();
    var published =
        outbox.publishNext(
            messages ->
                Future.succeededFuture(
                    messages.stream().collect(Collectors.toMap(Message::id, m -> true))));
    assertThat(published.await()).isOne();
    told.complete(ids(events));
    assertThat(telling.await()).isOne();
    assertThat(heard).isEmpty();
    assertThat(waiting()).isZero();
  }
}
