package dev.tributary;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database of the test's own, and plain SQL on it. */
record TestDatabase(String server, String name) implements AutoCloseable {
  /** One that is there, on the PostgreSQL of the test run. */
  TestDatabase(String name) {
    this(TestServers.postgresUrl(), name);
  }

  /** On the PostgreSQL of the test run. */
  static TestDatabase create() {
    return create(TestServers.postgresUrl());
  }

  static TestDatabase create(String server) {
    var name = "tributary_test_" + Long.toString(System.nanoTime(), 36);
    new TestDatabase(server, "postgres").execute("CREATE DATABASE " + name);
    return new TestDatabase(server, name);
  }

  /** As the service is told it. */
  String url() {
    return URI.create(server).resolve("/" + name).toString();
  }

  /** A session of the test's own, for what has to happen in one. */
  Connection connect() {
    var url = URI.create(url());
    var user = url.getUserInfo().split(":", 2);
    var port = url.getPort() < 0 ? 5432 : url.getPort();
    var jdbc = "jdbc:postgresql://%s:%d/%s".formatted(url.getHost(), port, name);
    try {
      return DriverManager.getConnection(jdbc, user[0], user.length > 1 ? user[1] : "");
    } catch (SQLException e) {
      throw new IllegalStateException(jdbc, e);
    }
  }

  void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Rows of a query, each with its columns as text. */
  List<List<String>> rows(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }

  /** Drops it, whoever is still connected. */
  @Override
  public void close() {
    var drop = "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)";
    new TestDatabase(server, "postgres").execute(drop);
  }
}
