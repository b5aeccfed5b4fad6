package dev.tributary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who used the processors, read from Linux's /proc: the server, PostgreSQL, the servers beside it
 * (Redis, RabbitMQ), the load, and everybody else. On a system without /proc every share is zero.
 */
final class Machine {
  private static final Path PROC = Path.of("/proc");
  private static final Set<String> BESIDE = Set.of("redis-server", "beam.smp");

  /** Ticks of one hundredth of a second that were used since the start of the system. */
  record Ticks(long server, long postgres, long beside, long load, long all, long nanos) {}

  /** Processors in use on average; 1.00 is one of them all the time. */
  record Shares(double server, double postgres, double beside, double load, double foreign) {
    /** Whether something else ran here, so much that the figures are not to be trusted. */
    boolean isDisturbed() {
      return foreign > 0.1 * Runtime.getRuntime().availableProcessors();
    }
  }

  private record Stat(long pid, String name, long ticks) {}

  private Machine() {}

  static Ticks ticks(long serverPid) {
    var stats = stats();
    return new Ticks(
        sum(stats, stat -> stat.pid() == serverPid),
        sum(stats, stat -> stat.name().equals("postgres")),
        sum(stats, stat -> BESIDE.contains(stat.name())),
        sum(stats, stat -> stat.pid() == ProcessHandle.current().pid()),
        allTicks(),
        System.nanoTime());
  }

  static Shares shares(Ticks from, Ticks to) {
    double ticks = (to.nanos() - from.nanos()) / 1e7;
    double server = (to.server() - from.server()) / ticks;
    double postgres = (to.postgres() - from.postgres()) / ticks;
    double beside = (to.beside() - from.beside()) / ticks;
    double load = (to.load() - from.load()) / ticks;
    double all = (to.all() - from.all()) / ticks;
    double foreign = all - server - postgres - beside - load;
    return new Shares(server, postgres, beside, load, Math.max(0, foreign));
  }

  private static long sum(List<Stat> stats, Predicate<Stat> which) {
    return stats.stream().filter(which).mapToLong(Stat::ticks).sum();
  }

  private static List<Stat> stats() {
    var stats = new ArrayList<Stat>();
    ProcessHandle.allProcesses()
        .map(process -> PROC.resolve(process.pid() + "/stat"))
        .forEach(file -> readStat(file, stats));
    return stats;
  }

  private static void readStat(Path file, List<Stat> stats) {
    try {
      var text = Files.readString(file);
      int nameEnd = text.lastIndexOf(')');
      var fields = text.substring(nameEnd + 2).split(" ");
      var name = text.substring(text.indexOf('(') + 1, nameEnd);
      // utime, stime and those of the children that ended, such as a backend that disconnected.
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      stats.add(new Stat(Long.parseLong(text.substring(0, text.indexOf(' '))), name, ticks));
    } catch (IOException e) {
      return; // It ended meanwhile, or there is no /proc.
    }
  }

  /** User, nice, system and stolen time; that of interrupts belongs to nobody. */
  private static long allTicks() {
    var stat = PROC.resolve("stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    var fields = line(stat, "cpu ").trim().split(" +");
    return Long.parseLong(fields[0])
        + Long.parseLong(fields[1])
        + Long.parseLong(fields[2])
        + Long.parseLong(fields[7]);
  }

  /** Resident memory of a process in MiB. */
  static long residentMib(long pid) {
    var status = PROC.resolve(pid + "/status");
    return Files.exists(status)
        ? Long.parseLong(line(status, "VmRSS:").trim().split(" +")[0]) / 1024
        : 0;
  }

  static String processor() {
    var info = PROC.resolve("cpuinfo");
    return Files.exists(info) ? line(info, "model name").replaceFirst("^\\s*: ", "") : "unknown";
  }

  private static String line(Path file, String start) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(start.length()))
          .orElseThrow(() -> new VoidRun(file + " has no line " + start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
