package dev.tributary.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.affiliate.AffiliateStepService;
import dev.tributary.audit.AuditService;
import dev.tributary.commission.Qualified;
import dev.tributary.event.OutboxService;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import dev.tributary.referral.ReferralId;
import dev.tributary.settings.FirstSettings;
import dev.tributary.settings.Settings;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole batches of qualified referrals, as the event path hands them over. */
class GrantIT {
  private static final int PEOPLE = 400;
  private static final int BATCHES = 8;
  private static final String MILESTONES =
      """
      [{name: First, referrals: 1, reward: {kind: voucher}},
       {name: Second, referrals: 2, reward: {kind: points, points: 5}}]
      """;

  private static final String ROWS =
      """
      WITH owner AS (
        INSERT INTO affiliate (id, user_id, status, source, qualified_referrals)
        SELECT gen_random_uuid(), 'NAME' || n, 'active', 'user', 2 FROM generate_series(1, 400) n
        RETURNING id, user_id
      )
      INSERT INTO referral (id, referred_user_id, affiliate_id, affiliate_user_id, code, status,
                            reason_code)
      SELECT gen_random_uuid(), user_id || '_friend_' || n, id, user_id, 'NONE2345', 'qualified',
             'bound'
      FROM owner, generate_series(1, 2) n
      """;
  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reward'::regclass"
          + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  private static App app;
  private static Vertx vertx;
  private static Database database;
  private static RewardService rewards;
  private static Settings settings;

  @BeforeAll
  static void start() {
    app =
        App.start(
            Map.of(
                "TRIBUTARY_PROGRAM_MILESTONES",
                MILESTONES,
                "TRIBUTARY_PROGRAM_REFEREE_REWARDS",
                "[{name: Welcome}]"));
    vertx = Vertx.vertx();
    database = Database.open(vertx, app.config().postgres(), "");
    var audit = new AuditService();
    var outbox = new OutboxService(database, Set.of());
    var ledger = new LedgerService(database);
    settings = FirstSettings.of(app.config().program());
    var affiliates =
        new AffiliateService(
            database,
            new AffiliateStepService(audit, outbox),
            new SettingsService(database, settings));
    var calculation = RewardCalculation.named("milestones");
    rewards = new RewardService(database, affiliates, audit, outbox, ledger, calculation);
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
    app.closeAndForget();
  }

  /** Affiliates with two referrals each that qualify together: enough for batches to overlap. */
  private static List<Qualified> qualified(String name) {
    app.execute(ROWS.replace("NAME", name));
    var numbered =
        "SELECT id, affiliate_id, referred_user_id, right(referred_user_id, 1) FROM referral"
            + " WHERE referred_user_id LIKE '"
            + name
            + "%' ORDER BY affiliate_id, 4";
    return app.rows(numbered).stream().map(GrantIT::qualified).toList();
  }

  private static Qualified qualified(List<String> row) {
    return new Qualified(
        new ReferralId(UUID.fromString(row.get(0))),
        new AffiliateId(UUID.fromString(row.get(1))),
        row.get(2),
        Integer.parseInt(row.get(3)),
        settings);
  }

  /** All of them start at once, when the lock goes. A deadlock would be tried again: count them. */
  @Test
  void batchesThatGrantToTheSamePeopleWaitForEachOtherAndGrantOnce() throws SQLException {
    var batch = qualified("many");
    var tries = new AtomicInteger();
    var running = new ArrayList<Future<Void>>();
    try (var blocker = app.connect();
        var statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE reward IN SHARE MODE");
      for (int i = 0; i < BATCHES; i++) {
        var shuffled = new ArrayList<>(batch);
        Collections.shuffle(shuffled, new Random(i));
        running.add(database.transaction(tx -> grant(tx, shuffled, tries)));
      }
      App.eventually(() -> app.number(WAITING), waiting -> waiting == BATCHES);
      blocker.commit();
    }
    Future.join(running).await();
    assertThat(tries).as("transactions begun").hasValue(BATCHES);
    var perOwner =
        app.rows(
            "SELECT kind, count(*), count(DISTINCT owner_user_id) FROM reward"
                + " WHERE owner_user_id LIKE 'many%' GROUP BY kind ORDER BY kind");
    assertThat(perOwner)
        .containsExactly(
            List.of("milestone", "" + 2 * PEOPLE, "" + PEOPLE),
            List.of("referee", "" + 2 * PEOPLE, "" + 2 * PEOPLE));
    assertThat(app.number("SELECT count(*) FROM outbox WHERE type = 'reward.granted'"))
        .isEqualTo(4L * PEOPLE);
  }

  private static Future<Void> grant(SqlClient tx, List<Qualified> batch, AtomicInteger tries) {
    tries.incrementAndGet();
    return rewards.grant(tx, batch);
  }

  @Test
  void voucherCodesDifferAndAreHardToGuess() {
    var batch = qualified("guess");
    database.transaction(tx -> rewards.grant(tx, batch)).await();
    var codes =
        app.rows(
            "SELECT voucher_code FROM reward WHERE owner_user_id LIKE 'guess%'"
                + " AND voucher_code IS NOT NULL");
    assertThat(codes).hasSize(PEOPLE).doesNotHaveDuplicates();
    assertThat(codes).allMatch(row -> row.getFirst().matches("[0-9A-HJKMNP-TV-Z]{16}"));
  }

  @Test
  void nothingIsRecordedForWhatWasThereBefore() {
    var batch = qualified("again");
    database.transaction(tx -> rewards.grant(tx, batch)).await();
    var before = app.rows("SELECT count(*), max(id) FROM transition");
    database.transaction(tx -> rewards.grant(tx, batch)).await();
    assertThat(app.rows("SELECT count(*), max(id) FROM transition")).isEqualTo(before);
  }
}
