package dev.tributary.platform.embedded;

import dev.tributary.platform.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What starting a program beside the service takes: running a command to its end, finding a process
 * by its pid file, a free port. It knows neither PostgreSQL nor Redis.
 */
final class Subprocess {
  private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern COMPLAINT = Pattern.compile("FATAL|PANIC|rror|cannot|Can't");
  private static final int PATIENCE_S = 90;

  private Subprocess() {}

  /** Whether the command ends with 0; what it says is appended to the log. */
  static boolean succeeds(List<String> command, Path log) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      return process.waitFor(PATIENCE_S, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      throw new StartFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  /** The line of the log that most likely says what went wrong. */
  static String complaint(Path log) {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).reversed();
      var complaint = lines.stream().filter(COMPLAINT.asPredicate()).findFirst();
      return complaint.or(() -> lines.stream().findFirst()).orElse("it said nothing");
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  /** The live process that a pid file names; the caller checks that it is the one it means. */
  static Optional<ProcessHandle> recorded(Path pidFile) throws IOException {
    if (!Files.isRegularFile(pidFile)) {
      return Optional.empty();
    }
    return Files.readString(pidFile)
        .lines()
        .findFirst()
        .filter(PID.asMatchPredicate())
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
  }

  /** Empty for a process that has ended; /proc shows those of other users too. */
  static String commandLine(ProcessHandle process) {
    try {
      String raw = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return raw.replace('\0', ' ');
    } catch (IOException _) {
      return process.info().commandLine().orElse("");
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void makeExecutable(Path program) throws IOException {
    if (!program.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + program + " executable");
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (var paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
