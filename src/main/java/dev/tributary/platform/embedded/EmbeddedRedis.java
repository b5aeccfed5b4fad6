package dev.tributary.platform.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.platform.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * One real Redis in a data folder, with its append-only file, reachable from this machine only. It
 * detaches from the terminal so that Ctrl-C reaches the service alone, which then drains in order.
 */
final class EmbeddedRedis {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  private final int port;

  private EmbeddedRedis(int port) {
    this.port = port;
  }

  static EmbeddedRedis start(Path folder) {
    Path home = folder.resolve("redis");
    Path log = home.resolve("redis.log");
    try {
      Files.createDirectories(home);
      stopOrphan(home, folder.resolve("bin"));
      Files.deleteIfExists(log);
      int port = Subprocess.freePort();
      launch(program(folder.resolve("bin"), log), home, log, port);
      return new EmbeddedRedis(port);
    } catch (IOException e) {
      throw new StartFailure("the embedded Redis cannot be set up: " + e, e);
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  void close() {
    shutdown(port);
  }

  /** After a hard kill of the service its Redis runs on; its title names the program and port. */
  private static void stopOrphan(Path home, Path bin) throws IOException {
    Subprocess.recorded(home.resolve("redis.pid"))
        .map(Subprocess::commandLine)
        .filter(title -> title.startsWith(bin.toString()))
        .map(PORT::matcher)
        .filter(Matcher::find)
        .ifPresent(title -> shutdown(Integer.parseInt(title.group(1))));
  }

  /**
   * The 64-bit Linux build wants OpenSSL 3 on the machine; where that is missing, the static 32-bit
   * build of the same major version serves as well.
   */
  private static Path program(Path bin, Path log) throws IOException {
    var machine = OsArchitecture.detectOSandArchitecture();
    Path program = unpack(bin, machine);
    if (machine.equals(OsArchitecture.UNIX_x86_64)
        && !Subprocess.succeeds(List.of(program.toString(), "--version"), log)) {
      return unpack(bin, OsArchitecture.UNIX_x86);
    }
    return program;
  }

  private static Path unpack(Path bin, OsArchitecture machine) throws IOException {
    String resource = ExecutableProvider.newProvidedVersionsMap().get(machine);
    if (resource == null) {
      throw new StartFailure("no embedded Redis for this machine; set TRIBUTARY_REDIS_URL");
    }
    Path program = bin.resolve(resource.substring(1));
    if (Files.exists(program)) {
      return program;
    }
    Files.createDirectories(bin);
    Path part = bin.resolve("redis.part");
    try (var content = ExecutableProvider.class.getResourceAsStream(resource)) {
      Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Subprocess.makeExecutable(part);
    return Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void launch(Path program, Path home, Path log, int port) {
    var command = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", home.toString()));
    command.addAll(List.of("--appendonly", "yes", "--save", "", "--daemonize", "yes"));
    command.addAll(List.of("--pidfile", home.resolve("redis.pid").toString()));
    command.addAll(List.of("--logfile", log.toString()));
    if (!Subprocess.succeeds(command, log) || !answers(port)) {
      throw new StartFailure(
          "the embedded Redis did not start: %s (see %s)"
              .formatted(Subprocess.complaint(log), log));
    }
  }

  /** It detaches before it listens, and answers LOADING until its data is read. */
  private static boolean answers(int port) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (ask(port, "PING").equals("+PONG")) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return false;
  }

  /** Ends when the connection does, which is when the process has written its data and gone. */
  private static void shutdown(int port) {
    String answer = ask(port, "SHUTDOWN");
    if (!answer.isEmpty()) {
      throw new StartFailure("the embedded Redis on port " + port + " does not stop: " + answer);
    }
  }

  /** The first line of the answer; empty when the connection fails or ends without one. */
  private static String ask(int port, String command) {
    try (var socket = new Socket()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      var answer = new InputStreamReader(socket.getInputStream(), US_ASCII);
      return Objects.requireNonNullElse(new BufferedReader(answer).readLine(), "");
    } catch (SocketTimeoutException _) {
      return "no answer";
    } catch (IOException _) {
      return "";
    }
  }
}
