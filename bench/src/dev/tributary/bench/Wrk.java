package dev.tributary.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Another load generator, in C, on the bare server. Where it gets no more answers than ours, ours
 * is not what limits the figures.
 */
final class Wrk {
  static final String NAME = "bare, by wrk";
  private static final int CONNECTIONS = 64;
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

  private static final String SCRIPT =
      """
      wrk.method = "POST"
      wrk.headers["Content-Type"] = "application/json"
      wrk.body = '{"referral_link":"http://localhost:8080/r/K7M2P9QX","utm_source":"newsletter"}'
      """;

  private Wrk() {}

  static Figures run(Stage stage, int seconds) {
    try (var server = stage.start(Stage.Peer.BARE, "")) {
      var script = Files.createTempFile("tributary-bench-", ".lua");
      Files.writeString(script, SCRIPT);
      try {
        drive(server.port(), script, Scenario.WARM_UP_S);
        return Figures.ofRate(drive(server.port(), script, seconds));
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    }
  }

  private static double drive(int port, Path script, int seconds)
      throws IOException, InterruptedException {
    var url = "http://127.0.0.1:" + port + "/track-click";
    var line =
        List.of(
            "wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "-s", script.toString(), url);
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    var rate = RATE.matcher(output);
    if (process.waitFor() != 0 || !rate.find() || output.contains("Non-2xx")) {
      throw new VoidRun("wrk: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
