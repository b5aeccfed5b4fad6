package dev.tributary.bench;

import dev.tributary.bench.Trial.Contender;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The benchmark of clicks: every contender in turn in each round, on the same processors, under the
 * same load. It prints what it saw and keeps every single run; it has no opinion on the result.
 */
public final class Clicks {
  private static final Report.Words WORDS = new Report.Words("click", "redis");

  private final Stage stage;
  private final Postgres postgres;
  private final Report report;
  private final int rounds;
  private final int seconds;

  private Clicks(Stage stage, Postgres postgres, Report report, int rounds, int seconds) {
    this.stage = stage;
    this.postgres = postgres;
    this.report = report;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Rounds, seconds, then the names of the scenarios; {@code bench/clicks} runs this. */
  public static void main(String[] args) {
    var root = Path.of("").toAbsolutePath();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    var names = args.length > 2 ? List.of(args).subList(2, args.length) : Scenario.USUAL;
    var scenarios = names.stream().map(name -> Scenario.of(name, seconds)).toList();
    var postgres = new Postgres(given("POSTGRES", "postgresql://postgres@127.0.0.1:5432"));
    try (var redis = RedisServer.startOrUse(given("REDIS", ""));
        var stage = Stage.set(root, postgres, redis.url())) {
      var report = Report.open(root.resolve("bench/results"), environment(postgres, rounds), WORDS);
      var clicks = new Clicks(stage, postgres, report, rounds, seconds);
      scenarios.forEach(clicks::run);
    } catch (VoidRun reason) {
      System.err.println("VOID: " + reason.getMessage());
      System.exit(1);
    }
  }

  static String given(String server, String otherwise) {
    return System.getenv().getOrDefault("TRIBUTARY_BENCH_" + server + "_URL", otherwise);
  }

  static JsonObject environment(Postgres postgres, int rounds) {
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("commit", System.getProperty("bench.commit", "unknown"))
        .put("java", Runtime.version().toString())
        .put("postgres", postgres.version())
        .put("processor", Machine.processor())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("rounds", rounds);
  }

  private void run(Scenario scenario) {
    if (scenario.name().equals("full")) {
      Report.progress("filling ten million clicks in …");
      Fill.database(postgres);
    }
    for (int round = 1; round <= rounds; round++) {
      for (var contender : scenario.contenders()) {
        record(scenario, round, contender.name(), run(contender));
      }
      if (scenario.name().equals("stats")) {
        record(scenario, round, PgBench.NAME, new PgBench(postgres).run(seconds));
      } else if (scenario.name().equals("generators")) {
        record(scenario, round, Wrk.NAME, Wrk.run(stage, seconds));
      }
    }
    report.print(scenario.name(), scenario.ratios());
  }

  private Figures run(Contender contender) {
    postgres.refuseUnsafe();
    return new Trial(stage, postgres).run(contender);
  }

  private void record(Scenario scenario, int round, String name, Figures figures) {
    report.add(scenario.name(), round, name, figures);
  }
}
