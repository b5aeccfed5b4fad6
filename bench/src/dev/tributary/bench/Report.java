package dev.tributary.bench;

import dev.tributary.bench.Scenario.Ratio;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Keeps every run as a line of JSON, and prints a scenario as a table of medians. */
final class Report {
  private static final String HEAD =
      """

      | %s | %ss/s median (min..max) | p50 ms | p99 ms | RSS MiB | WAL B/%2$s \
      | CPU server/pg/%s/load | foreign |
      |---|---|---|---|---|---|---|---|
      """;
  private static final String LINE =
      "| %s | %,.0f (%,.0f..%,.0f) | %.2f | %.2f | %.0f | %.0f | %.2f/%.2f/%.2f/%.2f | %.2f |%n";

  /**
   * What the tables speak of.
   *
   * @param unit what is counted, such as a click
   * @param beside the servers beside PostgreSQL
   */
  record Words(String unit, String beside) {}

  private final Path file;
  private final Words words;
  private final Map<String, Map<String, List<Figures>>> runs = new LinkedHashMap<>();

  private Report(Path file, Words words) {
    this.file = file;
    this.words = words;
  }

  static Report open(Path folder, JsonObject environment, Words words) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var name = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    var report = new Report(folder.resolve(name + ".jsonl"), words);
    report.keep(environment);
    System.out.println(environment.encodePrettily());
    return report;
  }

  static void progress(String text) {
    System.err.println(text);
  }

  void add(String scenario, int round, String contender, Figures figures) {
    runs.computeIfAbsent(scenario, name -> new LinkedHashMap<>())
        .computeIfAbsent(contender, name -> new ArrayList<>())
        .add(figures);
    keep(
        new JsonObject()
            .put("scenario", scenario)
            .put("round", round)
            .put("contender", contender)
            .mergeIn(figures.json()));
    progress("%s %d %s: %,.0f/s".formatted(scenario, round, contender, figures.perSecond()));
    if (figures.shares().isDisturbed()) {
      progress("WARNING: other processes used the machine; this run says little");
    }
  }

  private void keep(JsonObject line) {
    try {
      Files.writeString(
          file, line.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void print(String scenario, List<Ratio> ratios) {
    var contenders = runs.get(scenario);
    System.out.printf(HEAD, scenario, words.unit(), words.beside());
    contenders.forEach(Report::line);
    System.out.println();
    ratios.forEach(ratio -> ratio(contenders, ratio));
  }

  private static void line(String name, List<Figures> runs) {
    System.out.printf(
        Locale.ROOT,
        LINE,
        name,
        median(runs, Figures::perSecond),
        runs.stream().mapToDouble(Figures::perSecond).min().orElseThrow(),
        runs.stream().mapToDouble(Figures::perSecond).max().orElseThrow(),
        median(runs, Figures::p50Ms),
        median(runs, Figures::p99Ms),
        median(runs, Figures::rssMib),
        median(runs, Figures::walBytesEach),
        median(runs, run -> run.shares().server()),
        median(runs, run -> run.shares().postgres()),
        median(runs, run -> run.shares().beside()),
        median(runs, run -> run.shares().load()),
        runs.stream().mapToDouble(run -> run.shares().foreign()).max().orElseThrow());
  }

  /** Of the ratios of the rounds, not of the medians: what slows a whole round cancels out. */
  private static void ratio(Map<String, List<Figures>> contenders, Ratio ratio) {
    var over = contenders.get(ratio.over());
    var under = contenders.get(ratio.under());
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < over.size(); i++) {
      ratios.add(over.get(i).perSecond() / under.get(i).perSecond());
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s / %s: %.2f (%.2f..%.2f)%n",
        ratio.over(),
        ratio.under(),
        ratios.get(ratios.size() / 2),
        ratios.getFirst(),
        ratios.getLast());
  }

  private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
    return runs.stream().mapToDouble(figure).sorted().skip(runs.size() / 2).findFirst().orElse(0);
  }
}
