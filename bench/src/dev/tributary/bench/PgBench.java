package dev.tributary.bench;

import dev.tributary.referral.StatsQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's own client running the statement behind the statistics: what the server can do. */
final class PgBench {
  static final String NAME = "pgbench";
  private static final int CLIENTS = 8;
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final Postgres postgres;

  PgBench(Postgres postgres) {
    this.postgres = postgres;
  }

  Figures run(int seconds) {
    postgres.create("run", Optional.of("service"));
    try {
      var scripts = scripts();
      try {
        return run(scripts, seconds);
      } finally {
        for (var script : scripts) {
          Files.delete(script);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    }
  }

  /** One for each affiliate: a variable of pgbench cannot hold an id. */
  private List<Path> scripts() throws IOException {
    var scripts = new ArrayList<Path>();
    for (var id : postgres.column("run", "SELECT user_id FROM affiliate")) {
      var script = Files.createTempFile("tributary-bench-", ".sql");
      Files.writeString(script, StatsQuery.text().strip().replace("$1", "'" + id + "'") + ";\n");
      scripts.add(script);
    }
    return scripts;
  }

  private Figures run(List<Path> scripts, int seconds) throws IOException, InterruptedException {
    return Figures.ofRate(rate(postgres, "run", scripts, seconds));
  }

  /** Transactions a second, of eight clients. */
  static double rate(Postgres postgres, String database, List<Path> scripts, int seconds)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.addAll(List.of("pgbench", "-n", "-M", "prepared"));
    line.addAll(List.of("-c", Integer.toString(CLIENTS), "-T", Integer.toString(seconds)));
    scripts.forEach(script -> line.addAll(List.of("-f", script.toString())));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(postgres.environment(database));
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    var rate = RATE.matcher(output);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new VoidRun("pgbench: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
