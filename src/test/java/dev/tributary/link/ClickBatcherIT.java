package dev.tributary.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.kernel.Failure.Unavailable;
import dev.tributary.kernel.Refusal;
import dev.tributary.link.Click.Origin;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.platform.Outage;
import dev.tributary.platform.sql.GroupCommit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of clicks that are written together: a bad one among them, and one too many. */
class ClickBatcherIT {
  /** PostgreSQL has no text with the character zero in it; no edge lets one through. */
  private static final String REFUSED = "zero\0";

  private App app;
  private Vertx vertx;
  private Database database;
  private ClickBatcher batcher;

  @BeforeEach
  void start() {
    app = App.start();
    vertx = Vertx.vertx();
    database = Database.open(vertx, new Config.Postgres(app.config().postgres().url(), "", 4), "");
    batcher = new ClickBatcher(database);
  }

  @AfterEach
  void stop() {
    database.close().await();
    vertx.close().await();
    app.closeAndForget();
  }

  private static Click click(int code, @Nullable String subId) {
    var origin = new Origin("mobile", null, null, subId, null, null, null);
    var id = new ClickId(NewId.next());
    return new Click(id, "BATCH%03d".formatted(code), null, "first", null, null, origin);
  }

  private List<Future<Click>> add(Stream<Click> clicks) {
    return clicks.map(batcher::add).toList();
  }

  private static void await(List<Future<Click>> answers) {
    Future.join(answers).otherwiseEmpty().await();
  }

  private void assertThatCountersAreTheRows() {
    assertThat(app.rows("SELECT code, clicks, counted FROM link_stats ORDER BY code"))
        .isEqualTo(
            app.rows(
                "SELECT code, count(*), count(*) FILTER (WHERE counted) FROM click"
                    + " GROUP BY code ORDER BY code"));
  }

  @Test
  void aRowThatPostgresRefusesFailsAloneInItsBatch() throws SQLException {
    List<Future<Click>> answers;
    try (var lock = holdCounters()) {
      // The first one leaves by itself, and the 64 behind it together.
      var others = IntStream.range(0, 64).mapToObj(i -> click(i % 7, i == 41 ? REFUSED : "good"));
      answers = add(Stream.concat(Stream.of(click(0, "good")), others));
      lock.rollback();
    }
    await(answers);

    var bad = answers.get(42);
    assertThat(bad.cause())
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("22021"));
    assertThat(answers).filteredOn(Future::failed).containsExactly(bad);
    assertThat(app.number("SELECT count(*) FROM click WHERE sub_id = 'good'")).isEqualTo(64);
    // Halved six times, from 64 to the one; with the first click's that makes seven commits.
    assertThat(app.number("SELECT count(DISTINCT xmin::text) FROM click")).isEqualTo(7);
    assertThatCountersAreTheRows();
  }

  @Test
  void whatDoesNotFitTheQueueIsRefusedAtOnceAndTheRestIsStored() throws SQLException {
    List<Future<Click>> answers;
    Future<Click> tooMany;
    try (var lock = holdCounters()) {
      answers = add(IntStream.rangeClosed(0, GroupCommit.MAX_QUEUE).mapToObj(i -> click(i, null)));
      tooMany = batcher.add(click(0, "too many"));
      assertThat(tooMany.isComplete()).isTrue();
      assertThat(answers).noneMatch(Future::isComplete);
      lock.rollback();
    }
    assertThat(tooMany.cause())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.failure()).isInstanceOf(Unavailable.class));
    await(answers);
    assertThat(answers).allMatch(Future::succeeded);
    assertThat(app.number("SELECT count(*) FROM click")).isEqualTo(answers.size());
    assertThat(app.number("SELECT count(*) FROM click WHERE sub_id = 'too many'")).isZero();
    assertThatCountersAreTheRows();
  }

  @Test
  void whoWaitsBehindABatchThatIsStuckIsToldSoWithIt() throws SQLException {
    List<Future<Click>> answers;
    long started = System.nanoTime();
    try (var _ = holdCounters()) {
      answers = add(IntStream.range(0, 2_000).mapToObj(i -> click(i % 7, null)));
      await(answers);
    }
    // Four batches: each waiting its own turn for the lock would take four times as long.
    assertThat(System.nanoTime() - started).isLessThan(3_000_000_000L);
    assertThat(answers).allMatch(answer -> Outage.isOutage(answer.cause()));
    await(add(Stream.of(click(0, null))));
    assertThat(app.number("SELECT count(*) FROM click")).isOne();
    assertThatCountersAreTheRows();
  }

  @Test
  void instancesThatWriteTheSameLinksNeverWaitForEachOtherInARing() {
    long deadlocks = deadlocks();
    var instances = Stream.generate(() -> new ClickBatcher(database)).limit(4).toList();
    var random = new Random(7);
    var answers = new ArrayList<Future<Click>>();
    for (int i = 0; i < 5_000; i++) {
      instances.forEach(instance -> answers.add(instance.add(click(random.nextInt(300), null))));
    }
    await(answers);
    assertThat(deadlocks()).isEqualTo(deadlocks);
    assertThat(answers.stream().map(Future::cause).distinct()).containsOnlyNulls();
    assertThat(app.number("SELECT sum(clicks) FROM link_stats")).isEqualTo(answers.size());
    assertThatCountersAreTheRows();
  }

  /** A session tells what it has counted when it ends at the latest; the pools open new ones. */
  private long deadlocks() {
    app.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    return app.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  /** As long as this is open no click can be written; they wait in the queue. */
  private Connection holdCounters() throws SQLException {
    var lock = app.connect();
    lock.setAutoCommit(false);
    try (var statement = lock.createStatement()) {
      statement.execute("LOCK TABLE link_stats IN ACCESS EXCLUSIVE MODE");
    }
    return lock;
  }
}
