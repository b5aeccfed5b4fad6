package dev.tributary.platform.embedded;

import dev.tributary.platform.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * One real PostgreSQL in a data folder: unpacked, initialised, started and stopped there, durable,
 * reachable from this machine only. It never touches a server that runs on another folder.
 */
final class EmbeddedPostgres {
  private static final String SETTINGS =
      "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=50"
          + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on";

  /**
   * PostgreSQL refuses to run as root, so root runs it as the user nobody. The one capability lets
   * it reach a data folder below a home that is closed to others, and the secure bit makes
   * access(2) honour it. A user namespace would do the same, but containers forbid those.
   */
  private static final List<String> AS_NOBODY =
      List.of(
          "setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override",
          "--securebits=+no_setuid_fixup");

  private static final int OWNER_EXECUTES = 0100;

  private final Path programs;
  private final Path cluster;
  private final Path log;
  private final int port;

  private EmbeddedPostgres(Path programs, Path cluster, Path log, int port) {
    this.programs = programs;
    this.cluster = cluster;
    this.log = log;
    this.port = port;
  }

  static EmbeddedPostgres start(Path folder) {
    try {
      Path log = folder.resolve("postgres.log");
      Files.deleteIfExists(log);
      Path programs = unpack(folder.resolve("bin"));
      var server =
          new EmbeddedPostgres(programs, folder.resolve("postgres"), log, Subprocess.freePort());
      server.initialise();
      server.stopOrphan();
      server.launch();
      server.createDatabase();
      return server;
    } catch (IOException | UncheckedIOException e) {
      throw new StartFailure("the embedded PostgreSQL cannot be set up: " + e, e);
    }
  }

  String url() {
    return "postgresql://postgres@127.0.0.1:%d/tributary".formatted(port);
  }

  void close() {
    run("stop", "pg_ctl", "-D", cluster.toString(), "-m", "fast", "-t", "20", "-w", "stop");
  }

  /**
   * Unpacked beside and then renamed, so that a start cut short leaves nothing half done behind.
   */
  private static Path unpack(Path bin) throws IOException {
    URL archive = archive();
    long checksum = ((JarURLConnection) archive.openConnection()).getJarEntry().getCrc();
    Path programs = bin.resolve("postgres-%08x".formatted(checksum));
    if (Files.isDirectory(programs)) {
      return programs;
    }
    Path part = bin.resolve("postgres.part");
    Subprocess.deleteTree(part);
    Files.createDirectories(part.resolve("bin"));
    Files.createDirectories(part.resolve("lib"));
    try (var tar = new TarArchiveInputStream(new XZInputStream(archive.openStream()))) {
      tar.forEach(entry -> unpack(tar, entry, part.resolve(entry.getName())));
    }
    return Files.move(part, programs, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      if ((entry.getMode() & OWNER_EXECUTES) != 0) {
        Subprocess.makeExecutable(target);
      }
    }
  }

  private static URL archive() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = system + '-' + machine;
    URL archive = EmbeddedPostgres.class.getResource("/postgres-" + name + ".txz");
    if (archive == null) {
      throw new StartFailure(
          "no embedded PostgreSQL for " + name + " in this build; set TRIBUTARY_POSTGRES_URL");
    }
    return archive;
  }

  private void initialise() throws IOException {
    if (Files.isDirectory(cluster)) {
      return;
    }
    Path part = cluster.resolveSibling("postgres.part");
    Subprocess.deleteTree(part);
    run(
        "initialise",
        "initdb",
        "--pgdata=" + part,
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions");
    Files.move(part, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * After a hard kill of the service its PostgreSQL runs on. It is told from a stranger that was
   * given the same pid later, which PostgreSQL itself would take for a running server.
   */
  private void stopOrphan() throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    var recorded = Subprocess.recorded(pidFile).map(Subprocess::commandLine);
    if (recorded.filter(line -> line.contains("postgres -D " + cluster)).isPresent()) {
      close();
    } else if (recorded.isPresent()) {
      Files.delete(pidFile);
    }
  }

  private void launch() {
    String options = "-p %d %s".formatted(port, SETTINGS);
    run("start", "pg_ctl", "-D", cluster.toString(), "-o", options, "-t", "60", "-w", "start");
  }

  private void createDatabase() {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port);
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      String known = "SELECT FROM pg_database WHERE datname = 'tributary'";
      if (!statement.executeQuery(known).next()) {
        statement.execute("CREATE DATABASE tributary");
      }
    } catch (SQLException e) {
      close();
      throw new StartFailure("the embedded PostgreSQL has no database: " + e.getMessage(), e);
    }
  }

  private void run(String task, String program, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(AS_NOBODY);
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    if (!Subprocess.succeeds(command, log)) {
      throw new StartFailure(
          "the embedded PostgreSQL did not %s: %s (see %s)"
              .formatted(task, Subprocess.complaint(log), log));
    }
  }
}
