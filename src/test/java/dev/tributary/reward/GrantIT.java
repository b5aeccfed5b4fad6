package dev.tributary.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.audit.AuditService;
import dev.tributary.commission.Qualified;
import dev.tributary.event.OutboxService;
import dev.tributary.ledger.LedgerCheck;
import dev.tributary.ledger.LedgerService;
import dev.tributary.platform.Database;
import dev.tributary.referral.ReferralId;
import dev.tributary.settings.FirstSettings;
import dev.tributary.settings.Settings;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole batches of qualified referrals, as the event path hands them over. */
class GrantIT {
  private static final int PEOPLE = 40;
  private static final int BATCHES = 24;
  private static final String MILESTONES =
      """
      [{name: First, referrals: 1, reward: {kind: voucher}},
       {name: Second, referrals: 2, reward: {kind: points, points: 5}}]
      """;

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
    database = Database.open(vertx, app.config().postgres());
    var audit = new AuditService();
    var outbox = new OutboxService(database, Set.of());
    var ledger = new LedgerService(database);
    settings = FirstSettings.of(app.config().program());
    var affiliates =
        new AffiliateService(database, audit, outbox, new SettingsService(database, settings));
    var calculation = RewardCalculation.named("milestones");
    rewards = new RewardService(database, affiliates, audit, outbox, ledger, calculation);
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
    app.closeAndForget();
  }

  /** As many affiliates, each with two referrals that qualify together. */
  private static List<Qualified> qualified(String name) {
    IntStream.range(0, PEOPLE)
        .forEach(
            i -> {
              var code = app.link(name + i);
              app.bind(code, name + i + "_friend_1");
              app.bind(code, name + i + "_friend_2");
            });
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

  /** A deadlock would be tried again, so the tries are counted. */
  @Test
  void batchesThatGrantToTheSamePeopleWaitForEachOtherAndGrantOnce() {
    var batch = qualified("many");
    var tries = new AtomicInteger();
    var running = new ArrayList<Future<Void>>();
    for (int i = 0; i < BATCHES; i++) {
      var shuffled = new ArrayList<>(batch);
      Collections.shuffle(shuffled, new Random(i));
      running.add(
          database.transaction(
              tx -> {
                tries.incrementAndGet();
                return rewards.grant(tx, shuffled);
              }));
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
    LedgerCheck.holds(app);
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
