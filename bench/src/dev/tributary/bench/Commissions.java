package dev.tributary.bench;

import dev.tributary.bench.Scenario.Ratio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The benchmark of commissions: from orders that were paid to the last commission that is
 * committed. Every contender takes its turn in each round. It has no opinion on the result.
 */
public final class Commissions {
  private static final List<String> USUAL = List.of("queue", "http", "hot", "fresh", "latency");
  private static final Report.Words WORDS = new Report.Words("event", "rabbit");
  private static final int PGBENCH_S = 10;
  private static final int LATENCY_S = 30;

  /** The plain consumer is so much slower that it gets a part of the events. */
  private static final int PLAIN_PART = 4;

  private static final int PLAIN_AT_ONCE = 8;

  private record Question(Map<String, Supplier<Figures>> contenders, List<Ratio> ratios) {}

  private final CommissionTrial trial;
  private final Report report;
  private final int rounds;
  private final int events;

  /** What {@code queue} has reached, of which {@code latency} takes half. */
  private final List<Double> reached = new ArrayList<>();

  private Commissions(CommissionTrial trial, Report report, int rounds, int events) {
    this.trial = trial;
    this.report = report;
    this.rounds = rounds;
    this.events = events;
  }

  /** Rounds, events, then the names of the scenarios; {@code bench/commissions} runs this. */
  public static void main(String[] args) {
    var root = Path.of("").toAbsolutePath();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    int events = args.length > 1 ? Integer.parseInt(args[1]) : 60_000;
    var names = args.length > 2 ? List.of(args).subList(2, args.length) : USUAL;
    var postgres = new Postgres(Clicks.given("POSTGRES", "postgresql://postgres@127.0.0.1:5432"));
    JavaProgram.refuseOtherFlags(root);
    try (var redis = RedisServer.startOrUse(Clicks.given("REDIS", ""));
        var broker = Broker.open(Clicks.given("RABBITMQ", "amqp://guest:guest@127.0.0.1:5672"))) {
      var service = Service.of(root, postgres, redis.url());
      try (var market = Market.set(postgres, service)) {
        var trial = new CommissionTrial(root, service, postgres, market, broker);
        var environment = Clicks.environment(postgres, rounds).put("events", events);
        var report = Report.open(root.resolve("bench/results"), environment, WORDS);
        var commissions = new Commissions(trial, report, rounds, events);
        names.forEach(commissions::run);
      }
    } catch (VoidRun reason) {
      System.err.println("VOID: " + reason.getMessage());
      System.exit(1);
    }
  }

  private void run(String name) {
    var question = question(name);
    for (int round = 1; round <= rounds; round++) {
      for (var contender : question.contenders().entrySet()) {
        report.add(name, round, contender.getKey(), contender.getValue().get());
      }
    }
    report.print(name, question.ratios());
  }

  private Question question(String name) {
    var turns = new LinkedHashMap<String, Supplier<Figures>>();
    return switch (name) {
      case "queue" -> queue(turns);
      case "http" -> {
        turns.put("one event a request", () -> trial.http(events, 1));
        turns.put("a hundred a request", () -> trial.http(events, 100));
        turns.put("queue", this::service);
        yield new Question(turns, List.of(new Ratio("one event a request", "queue")));
      }
      case "hot" -> {
        turns.put("10,000 affiliates", () -> trial.queue(events, Orders.USERS));
        turns.put("one affiliate", () -> trial.queue(events, 1));
        yield new Question(turns, List.of(new Ratio("one affiliate", "10,000 affiliates")));
      }
      case "fresh" -> {
        turns.put("fresh", this::service);
        turns.put("after ANALYZE", () -> trial.queueAgain(events));
        yield new Question(turns, List.of(new Ratio("fresh", "after ANALYZE")));
      }
      case "latency" -> {
        turns.put("half of the queue's rate", () -> trial.latency(half(), LATENCY_S));
        yield new Question(turns, List.of());
      }
      default -> throw new VoidRun("no scenario " + name);
    };
  }

  private Question queue(Map<String, Supplier<Figures>> turns) {
    turns.put("service", this::service);
    turns.put("loop", () -> trial.loop(events));
    turns.put("statements", () -> trial.statements(events / PLAIN_PART, PLAIN_AT_ONCE));
    turns.put(PgBench.NAME, () -> trial.pgbench(PGBENCH_S));
    return new Question(
        turns,
        List.of(
            new Ratio("service", "statements"),
            new Ratio("service", "loop"),
            new Ratio("service", PgBench.NAME)));
  }

  private Figures service() {
    var figures = trial.queue(events, CommissionTrial.AFFILIATES);
    reached.add(figures.perSecond());
    return figures;
  }

  private int half() {
    if (reached.isEmpty()) {
      service();
    }
    return (int) (reached.stream().mapToDouble(rate -> rate).average().orElseThrow() / 2);
  }
}
