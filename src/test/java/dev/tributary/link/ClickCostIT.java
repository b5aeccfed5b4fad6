package dev.tributary.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import dev.tributary.link.Click.Origin;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a click costs PostgreSQL, in figures that no other load on the machine can change. */
class ClickCostIT {
  private static final int CLICKS = 1000;
  private static final int CODES = 1000;
  private static final int BATCH = 64;

  private static final List<String> HOT =
      List.of(ClickStore.INSERT_CLICKS, ClickStore.FIND_CLICK, LinkStore.FIND_OWNER);

  private static final Pattern STATEMENTS =
      Pattern.compile("(?m)^vertx_pool_completed_total\\{.*pool_type=\"sql\".* (\\S+)$");

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
        INSERT INTO affiliate (id, user_id, status, source)
        SELECT gen_random_uuid(), 'grown-' || n, 'active', 'user' FROM generate_series(1, 2000) n;
        INSERT INTO code (id, code, affiliate_id, kind)
        SELECT gen_random_uuid(), upper('g-' || user_id), id, 'invite' FROM affiliate;
        INSERT INTO link (id, code_id, destination_url)
        SELECT gen_random_uuid(), id, 'https://shop.example/' FROM code;
        INSERT INTO click (id, code, counted, at)
        SELECT gen_random_uuid(), code, true, now() FROM code, generate_series(1, 20);
        INSERT INTO link_stats (code, clicks, counted) SELECT code, 20, 20 FROM code;
        """);
    app.execute("VACUUM ANALYZE");
    HOT.forEach(sql -> assertThat(Plans.generic(app, sql)).doesNotContain("Seq Scan"));
  }

  @Test
  void clicksThatComeTogetherShareTheirCommit() {
    var codes = IntStream.range(0, 20).mapToObj(i -> app.link("shared-" + i)).toList();
    double before = statements();
    var answers =
        Stream.generate(codes::stream)
            .flatMap(each -> each)
            .limit(CLICKS)
            .map(ClickCostIT::click)
            .toList();
    Future.all(answers).await();
    long commits =
        app.number(
            "SELECT count(DISTINCT xmin::text) FROM click WHERE code IN ('%s')"
                .formatted(String.join("','", codes)));
    assertThat(commits).as("commits for %d clicks", CLICKS).isLessThanOrEqualTo(CLICKS / 4);
    assertThat(statements() - before)
        .as("statements for %d clicks, %d of them commits of clicks", CLICKS, commits)
        .isLessThanOrEqualTo(CLICKS / 2.0);
  }

  private static Future<?> click(String code) {
    return app.client()
        .post("/track-click")
        .sendJsonObject(new JsonObject().put("code", code))
        .map(
            answer -> {
              assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
              return answer;
            });
  }

  /** What the service's own driver has counted. */
  private static double statements() {
    var metrics = app.management("/metrics").bodyAsString();
    var counted = STATEMENTS.matcher(metrics);
    assertThat(counted.find()).as(metrics).isTrue();
    return Double.parseDouble(counted.group(1));
  }

  @Test
  void aClickWritesFewBytesOfLog() {
    var vertx = Vertx.vertx();
    var database =
        Database.open(vertx, new Config.Postgres(app.config().postgres().url(), "", 1), "");
    try {
      // Others write to the same server, and after a checkpoint whole pages: the least is ours.
      var cost = IntStream.range(0, 8).mapToLong(i -> logBytesPerClick(database)).skip(1).min();
      assertThat(cost.orElseThrow()).as("bytes for a click").isBetween(100L, 600L);
    } finally {
      database.close().await();
      vertx.close().await();
    }
  }

  private static long logBytesPerClick(Database database) {
    var random = new Random(17);
    long batches = 32;
    long before = logBytes();
    for (int i = 0; i < batches; i++) {
      var clicks = IntStream.range(0, BATCH).mapToObj(n -> visit(random.nextInt(CODES))).toList();
      database.run(client -> ClickStore.insert(client, clicks)).await();
    }
    return (logBytes() - before) / (batches * BATCH);
  }

  private static long logBytes() {
    return app.number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
  }

  private static Click visit(int code) {
    var origin =
        new Origin("mobile", "DE", "blog.example", "sub-17", "newsletter", "email", "spring");
    var id = new ClickId(NewId.next());
    var first = NewId.next();
    return new Click(id, "COST%04d".formatted(code), null, "first", NewId.next(), first, origin);
  }
}
