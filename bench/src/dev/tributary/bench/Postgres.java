package dev.tributary.bench;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The PostgreSQL under all contenders: makes and drops databases of this benchmark, no others. */
final class Postgres {
  private static final String PREFIX = "tributary_bench_";
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private final URI server;

  Postgres(String url) {
    server = URI.create(url);
  }

  /** A server that may lose what it has answered would make every figure here worthless. */
  void refuseUnsafe() {
    for (var setting : DURABLE) {
      var value = text("postgres", "SHOW " + setting);
      if (!value.equals("on")) {
        throw new VoidRun("PostgreSQL has " + setting + " = " + value);
      }
    }
  }

  /** A new database, empty or a copy of another; whatever had the name is gone. */
  void create(String name, Optional<String> template) {
    drop(name);
    var copy = template.map(from -> " TEMPLATE " + PREFIX + from).orElse("");
    execute("postgres", "CREATE DATABASE " + PREFIX + name + copy);
    checkpoint();
  }

  void checkpoint() {
    execute("postgres", "CHECKPOINT");
  }

  void drop(String name) {
    execute("postgres", "DROP DATABASE IF EXISTS " + PREFIX + name + " WITH (FORCE)");
  }

  String url(String name) {
    return server.resolve("/" + PREFIX + name).toString();
  }

  void run(String name, String sql) {
    execute(PREFIX + name, sql);
  }

  long number(String name, String sql) {
    return Long.parseLong(texts(PREFIX + name, sql).getFirst());
  }

  List<String> column(String name, String sql) {
    return texts(PREFIX + name, sql);
  }

  /** How much write-ahead log the server has ever written, in bytes. */
  long walBytes() {
    return Long.parseLong(text("postgres", "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"));
  }

  String version() {
    return text("postgres", "SHOW server_version");
  }

  /** A session that stays open, for whoever asks often. */
  Connection session(String name) {
    try {
      return connect(PREFIX + name);
    } catch (SQLException e) {
      throw new VoidRun("no session on " + name, e);
    }
  }

  private String text(String database, String sql) {
    return texts(database, sql).getFirst();
  }

  private List<String> texts(String database, String sql) {
    try (var connection = connect(database);
        var result = connection.createStatement().executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new VoidRun(sql, e);
    }
  }

  private void execute(String database, String sql) {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new VoidRun(sql, e);
    }
  }

  private Connection connect(String database) throws SQLException {
    var user = server.getUserInfo().split(":", 2);
    var url = "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database);
    return DriverManager.getConnection(url, user[0], user.length > 1 ? user[1] : "");
  }

  String host() {
    return server.getHost();
  }

  int port() {
    return server.getPort() < 0 ? 5432 : server.getPort();
  }

  /** What libpq programs need in order to connect. */
  Map<String, String> environment(String name) {
    var user = server.getUserInfo().split(":", 2);
    return Map.of(
        "PGHOST",
        host(),
        "PGPORT",
        Integer.toString(port()),
        "PGUSER",
        user[0],
        "PGPASSWORD",
        user.length > 1 ? user[1] : "",
        "PGDATABASE",
        PREFIX + name);
  }
}
