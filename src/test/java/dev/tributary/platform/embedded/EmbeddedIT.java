package dev.tributary.platform.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.platform.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedded servers keep what they were given: across a close, across a kill, for one owner. */
class EmbeddedIT {
  @TempDir Path folder;

  @Test
  void dataSurvivesCloseAndStart() throws Exception {
    try (var embedded = Embedded.start(folder, true, true)) {
      write(embedded, "first");
    }
    assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
    assertThat(folder.resolve("redis/redis.pid")).doesNotExist();
    try (var embedded = Embedded.start(folder, true, true)) {
      assertHolds(embedded, "first");
    }
  }

  @Test
  void dataSurvivesAHardKillAndOrphansAreReplaced() throws Exception {
    Process victim = child();
    try (BufferedReader said = victim.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      victim.destroyForcibly().waitFor();
    }
    long postmaster = pid("postgres/postmaster.pid");
    long redis = pid("redis/redis.pid");
    assertThat(Subprocess.commandLine(ProcessHandle.of(postmaster).orElseThrow())).isNotEmpty();
    assertThat(Subprocess.commandLine(ProcessHandle.of(redis).orElseThrow())).isNotEmpty();

    try (var embedded = Embedded.start(folder, true, true)) {
      assertHolds(embedded, "from the victim");
      assertThat(pid("postgres/postmaster.pid")).isNotEqualTo(postmaster);
      assertThat(pid("redis/redis.pid")).isNotEqualTo(redis);
    }
  }

  @Test
  void aPidFileThatNamesAStrangerStopsNobody() throws Exception {
    try (var embedded = Embedded.start(folder, true, true)) {
      write(embedded, "kept");
    }
    String stranger = Long.toString(ProcessHandle.current().pid());
    Files.writeString(folder.resolve("postgres/postmaster.pid"), stranger + "\n");
    Files.writeString(folder.resolve("redis/redis.pid"), stranger + "\n");
    try (var embedded = Embedded.start(folder, true, true)) {
      assertHolds(embedded, "kept");
    }
  }

  @Test
  void aFirstStartCutShortIsBegunAgain() throws Exception {
    Files.createDirectories(folder.resolve("bin/postgres.part/bin"));
    Files.writeString(folder.resolve("bin/postgres.part/bin/initdb"), "half of it");
    Files.createDirectories(folder.resolve("postgres.part"));
    Files.writeString(folder.resolve("postgres.part/postgresql.conf"), "half of it");
    Files.writeString(folder.resolve("bin/redis.part"), "half of it");
    try (var embedded = Embedded.start(folder, true, true)) {
      write(embedded, "whole");
      assertHolds(embedded, "whole");
    }
  }

  @Test
  void settingsAreDurableAndPortsAreOwnEvenWhenTheStandardOnesAreTaken() throws Exception {
    var held = Stream.of(5432, 6379).flatMap(port -> hold(port).stream()).toList();
    try (var embedded = Embedded.start(folder, true, true)) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(query(embedded, "SHOW " + setting)).isEqualTo("on");
      }
      assertThat(query(embedded, "SHOW max_connections")).isEqualTo("50");
      assertThat(query(embedded, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(redis(embedded, "CONFIG GET appendonly", 5)).isEqualTo("yes");
      assertThat(port(embedded.postgresUrl())).isNotEqualTo(5432);
      assertThat(port(embedded.redisUrl())).isNotEqualTo(6379);
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void aFolderServesOneProcess() throws Exception {
    Process owner = child();
    try (BufferedReader said = owner.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      assertThatThrownBy(() -> Embedded.start(folder, true, true))
          .isInstanceOf(StartFailure.class)
          .hasMessage(
              "data folder %s is in use by another Tributary (pid %d); stop it or set %s",
              folder.toRealPath(), owner.pid(), "TRIBUTARY_DATA_DIR");
      owner.getOutputStream().close();
      assertThat(owner.waitFor()).isZero();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedInOneLine() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));
    assertThatThrownBy(() -> Embedded.start(file.resolve("data"), true, true))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("is not writable")
        .hasMessageContaining("TRIBUTARY_DATA_DIR");
  }

  /** The life of a service: start, write, say so, and close when the parent hangs up. */
  public static void main(String[] args) throws Exception {
    try (var embedded = Embedded.start(Path.of(args[0]), true, true)) {
      write(embedded, "from the victim");
      System.out.println("ready");
      System.in.read();
    }
  }

  private Process child() throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedIT.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private long pid(String file) throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve(file)).getFirst());
  }

  private static void write(Embedded embedded, String text) throws Exception {
    try (var connection = DriverManager.getConnection(jdbc(embedded));
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT '" + text + "'::text AS text");
    }
    assertThat(redis(embedded, "SET kept \"" + text + '"', 1)).isEqualTo("+OK");
  }

  private static void assertHolds(Embedded embedded, String text) throws Exception {
    assertThat(query(embedded, "SELECT text FROM kept")).isEqualTo(text);
    assertThat(redis(embedded, "GET kept", 2)).isEqualTo(text);
  }

  private static String query(Embedded embedded, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc(embedded));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static String jdbc(Embedded embedded) {
    return "jdbc:postgresql://127.0.0.1:%d/tributary?user=postgres"
        .formatted(port(embedded.postgresUrl()));
  }

  /** The last of so many lines that Redis answers. */
  private static String redis(Embedded embedded, String command, int lines) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(embedded.redisUrl()))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String line = "";
      for (int i = 0; i < lines; i++) {
        line = answer.readLine();
      }
      return line;
    }
  }

  private static int port(Optional<String> url) {
    return URI.create(url.orElseThrow()).getPort();
  }

  /** Empty when somebody else holds the port already, which is as good. */
  private static Optional<ServerSocket> hold(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
