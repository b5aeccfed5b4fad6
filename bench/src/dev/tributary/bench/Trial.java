package dev.tributary.bench;

import dev.tributary.bench.Load.Outcome;
import dev.tributary.bench.Load.Pace;
import dev.tributary.bench.Machine.Shares;
import dev.tributary.bench.Stage.Peer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One contender under one load, once. The result is void when the server ended, or when an answered
 * click is not a row and in the counters, or the other way round.
 */
final class Trial {
  /** What the requests ask for. */
  enum Traffic {
    /** POST /track-click, all codes alike. */
    TRACK,
    /** GET /r/{code}, all codes alike. */
    REDIRECT,
    /** POST /track-click, one code only. */
    HOT,
    /** GET /referral-stats/{userId}, all users alike. */
    STATS
  }

  /**
   * One line of a table.
   *
   * @param database the one to run on; empty for a fresh copy of the peer's own
   */
  record Contender(String name, Peer peer, Traffic traffic, Pace pace, Optional<String> database) {
    boolean storesClicks() {
      return peer != Peer.BARE && traffic != Traffic.STATS;
    }
  }

  /** What was seen while the server ran. */
  private record Seen(Outcome outcome, long rssMib, Shares shares) {}

  /** What the database holds. */
  private record Rows(long clicks, long counted) {}

  private static final Map<Peer, String> COUNT =
      Map.of(
          Peer.SERVICE, "SELECT count(*) FROM click",
          Peer.EXPRESS, "SELECT count(*) FROM clicks");

  private static final Map<Peer, String> COUNTED =
      Map.of(
          Peer.SERVICE, "SELECT coalesce(sum(clicks), 0) FROM link_stats",
          Peer.EXPRESS, "SELECT sum(click_count) FROM referral_links");

  private final Stage stage;
  private final Postgres postgres;

  Trial(Stage stage, Postgres postgres) {
    this.stage = stage;
    this.postgres = postgres;
  }

  Figures run(Contender contender) {
    var database = contender.database().orElse("run");
    if (contender.database().isEmpty() && contender.peer() != Peer.BARE) {
      var own = contender.peer().name().toLowerCase(Locale.ROOT);
      postgres.create(database, Optional.of(own));
    }
    var before = rows(contender, database);
    long wal = postgres.walBytes();
    var seen = drive(contender, database);
    wal = postgres.walBytes() - wal;
    var after = rows(contender, database);
    long clicks = after.clicks() - before.clicks();
    if (contender.storesClicks()) {
      compare(contender.name(), seen.outcome(), clicks, after);
    }
    return Figures.of(seen.outcome(), seen.rssMib(), seen.shares(), wal, clicks);
  }

  private Seen drive(Contender contender, String database) {
    try (var server = stage.start(contender.peer(), database)) {
      var from = Machine.ticks(server.pid());
      var outcome = Load.run(server.port(), requests(contender.traffic()), contender.pace());
      var shares = Machine.shares(from, Machine.ticks(server.pid()));
      server.refuseDead();
      return new Seen(outcome, Machine.residentMib(server.pid()), shares);
    }
  }

  private Requests requests(Traffic traffic) {
    return switch (traffic) {
      case TRACK -> Requests.track(stage.codes());
      case REDIRECT -> Requests.redirect(stage.codes());
      case HOT -> Requests.track(List.of(stage.codes().getFirst()));
      case STATS -> Requests.stats(stage.users(), stage.tokens());
    };
  }

  private Rows rows(Contender contender, String database) {
    return contender.storesClicks()
        ? new Rows(
            postgres.number(database, COUNT.get(contender.peer())),
            postgres.number(database, COUNTED.get(contender.peer())))
        : new Rows(0, 0);
  }

  private static void compare(String name, Outcome outcome, long clicks, Rows after) {
    if (clicks < outcome.answers() || clicks > outcome.answers() + outcome.unanswered()) {
      throw new VoidRun("%s: %d answers, %d rows".formatted(name, outcome.answers(), clicks));
    }
    if (after.counted() != after.clicks()) {
      throw new VoidRun("%s: %d rows, counted %d".formatted(name, after.clicks(), after.counted()));
    }
  }
}
