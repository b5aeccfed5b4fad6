package dev.tributary.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Starts the contenders, each on a database that is a fresh copy of one that holds the codes and
 * nothing else. It measures nothing.
 */
final class Stage implements AutoCloseable {
  static final int USERS = 100;
  static final int CODES_PER_USER = 10;

  /** Who is measured. */
  enum Peer {
    BARE,
    SERVICE,
    EXPRESS
  }

  private final Path root;
  private final Postgres postgres;
  private final Service service;
  private final List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u_" + i).toList();
  private final List<String> tokens;
  private final List<String> codes = new ArrayList<>();

  private Stage(Path root, Postgres postgres, String redisUrl) {
    this.root = root;
    this.postgres = postgres;
    service = Service.of(root, postgres, redisUrl);
    tokens = service.tokens(users, "user");
  }

  /** Makes the databases that the runs copy; the codes come from the service itself. */
  static Stage set(Path root, Postgres postgres, String redisUrl) {
    var stage = new Stage(root, postgres, redisUrl);
    JavaProgram.refuseOtherFlags(root);
    postgres.create("service", Optional.empty());
    try (var service = stage.startService("service")) {
      stage.makeCodes(service.port());
    }
    stage.makeExpressDatabase();
    return stage;
  }

  private void makeCodes(int port) {
    try (var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < USERS * CODES_PER_USER; i++) {
        var body =
            new JsonObject()
                .put("user_id", users.get(i % USERS))
                .put("destination_url", "https://shop.example/p/" + i);
        var request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/generate-link"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tokens.get(i % USERS))
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
          throw new VoidRun("no code: " + answer.statusCode() + " " + answer.body());
        }
        codes.add(new JsonObject(answer.body()).getString("code"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    }
  }

  private void makeExpressDatabase() {
    postgres.create("express", Optional.empty());
    postgres.run("express", read(express().resolve("schema.sql")));
    var values =
        IntStream.range(0, codes.size())
            .mapToObj(i -> "('%s', 'u_%d', 'p/%d')".formatted(codes.get(i), i % USERS, i))
            .collect(Collectors.joining(", "));
    postgres.run(
        "express",
        "INSERT INTO users (id) SELECT 'u_' || n FROM generate_series(0, %d) n".formatted(USERS - 1)
            + "; INSERT INTO referral_links (code, user_id, destination_url) VALUES "
            + values);
  }

  private Path express() {
    return root.resolve("bench/peers/express");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> codes() {
    return codes;
  }

  List<String> users() {
    return users;
  }

  List<String> tokens() {
    return tokens;
  }

  Server start(Peer peer, String database) {
    return switch (peer) {
      case BARE -> startBare();
      case SERVICE -> startService(database);
      case EXPRESS -> startExpress(database);
    };
  }

  private Server startBare() {
    int port = Server.freePort();
    var variables = Map.of("PORT", Integer.toString(port));
    return Server.start(
        JavaProgram.command("bare", root, Bare.class, variables), port, at(port, "/"));
  }

  /** A hundred users stand for all: their figures are read more often than a user may. */
  private Server startService(String database) {
    return service.start(database, Map.of("TRIBUTARY_LIMITS_USER_REQUESTS", "10000000"));
  }

  private Server startExpress(String database) {
    int port = Server.freePort();
    var variables =
        Map.of(
            "PORT", Integer.toString(port),
            "DATABASE_URL", postgres.url(database),
            "NODE_ENV", "production");
    var line = List.of("node", "server.js");
    return Server.start(
        new Server.Command("express", express(), line, variables), port, at(port, "/"));
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    List.of("run", "service", "express", "full").forEach(postgres::drop);
  }
}
