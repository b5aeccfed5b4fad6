package dev.tributary.bench;

import dev.tributary.bench.Load.Pace;
import dev.tributary.bench.Stage.Peer;
import dev.tributary.bench.Trial.Contender;
import dev.tributary.bench.Trial.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * A question: who is compared with whom, under which load.
 *
 * @param ratios of rates; an open loop has none, there the latency is the answer
 */
record Scenario(String name, List<Contender> contenders, List<Ratio> ratios) {
  private static final int CONNECTIONS = 64;
  private static final int CROWD = 256;
  private static final int ARRIVALS = 2_000;
  static final int WARM_UP_S = 5;

  /** One contender's rate over another's, in each round. */
  record Ratio(String over, String under) {}

  static final List<String> USUAL = List.of("track", "redirect", "hot", "open", "stats");

  static Scenario of(String name, int seconds) {
    var closed = new Pace(CONNECTIONS, 0, WARM_UP_S, seconds);
    var crowd = new Pace(CROWD, 0, WARM_UP_S, seconds);
    var open = new Pace(CROWD, ARRIVALS, WARM_UP_S, seconds);
    return switch (name) {
      case "track" -> three(name, Traffic.TRACK, closed);
      case "redirect" -> three(name, Traffic.REDIRECT, closed);
      case "crowd" -> three(name, Traffic.TRACK, crowd);
      case "open" -> new Scenario(name, three(name, Traffic.TRACK, open).contenders(), List.of());
      case "hot" ->
          new Scenario(
              name,
              List.of(
                  fresh("service, 1000 codes", Peer.SERVICE, Traffic.TRACK, closed),
                  fresh("service, one code", Peer.SERVICE, Traffic.HOT, closed),
                  fresh("express, one code", Peer.EXPRESS, Traffic.HOT, closed)),
              List.of(
                  new Ratio("service, one code", "service, 1000 codes"),
                  new Ratio("service, one code", "express, one code")));
      case "stats" ->
          new Scenario(
              name,
              List.of(fresh("service", Peer.SERVICE, Traffic.STATS, closed)),
              List.of(new Ratio("service", PgBench.NAME)));
      case "full" ->
          new Scenario(
              name,
              List.of(
                  fresh("service, empty", Peer.SERVICE, Traffic.TRACK, closed),
                  new Contender(
                      "service, 10 million clicks",
                      Peer.SERVICE,
                      Traffic.TRACK,
                      closed,
                      Optional.of(Fill.DATABASE))),
              List.of(new Ratio("service, 10 million clicks", "service, empty")));
      case "generators" ->
          new Scenario(
              name,
              List.of(fresh("bare", Peer.BARE, Traffic.TRACK, closed)),
              List.of(new Ratio("bare", Wrk.NAME)));
      default -> throw new VoidRun("no scenario " + name);
    };
  }

  private static Scenario three(String name, Traffic traffic, Pace pace) {
    var contenders =
        List.of(
            fresh("bare", Peer.BARE, traffic, pace),
            fresh("service", Peer.SERVICE, traffic, pace),
            fresh("express", Peer.EXPRESS, traffic, pace));
    return new Scenario(
        name, contenders, List.of(new Ratio("service", "bare"), new Ratio("service", "express")));
  }

  private static Contender fresh(String name, Peer peer, Traffic traffic, Pace pace) {
    return new Contender(name, peer, traffic, pace, Optional.empty());
  }
}
