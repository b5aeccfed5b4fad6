package dev.tributary.bench;

import dev.tributary.http.access.DemoTokens;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import io.vertx.core.Vertx;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Starts the contenders, each on a database that is a fresh copy of one that holds the codes and
 * nothing else. It measures nothing.
 */
final class Stage implements AutoCloseable {
  static final int USERS = 100;
  static final int CODES_PER_USER = 10;

  /** The flags of ./run; the bare server has the same, or the comparison would be of flags. */
  private static final List<String> JVM_FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  /** Who is measured. */
  enum Peer {
    BARE,
    SERVICE,
    EXPRESS
  }

  private final Path root;
  private final Postgres postgres;
  private final String redisUrl;
  private final String secret = UUID.randomUUID().toString() + UUID.randomUUID();
  private final List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u_" + i).toList();
  private final List<String> tokens;
  private final List<String> codes = new ArrayList<>();

  private Stage(Path root, Postgres postgres, String redisUrl) {
    this.root = root;
    this.postgres = postgres;
    this.redisUrl = redisUrl;
    var vertx = Vertx.vertx();
    var jwt = new Config.Jwt(new Secret(secret), "", "tributary", "tributary");
    var issuer = new DemoTokens(vertx, jwt);
    tokens = users.stream().map(user -> issuer.issue(user, List.of("user"), TOKEN_LIFE)).toList();
    vertx.close().await();
  }

  /** Makes the databases that the runs copy; the codes come from the service itself. */
  static Stage set(Path root, Postgres postgres, String redisUrl) {
    var stage = new Stage(root, postgres, redisUrl);
    stage.refuseOtherFlags();
    postgres.create("service", Optional.empty());
    try (var service = stage.startService("service")) {
      stage.makeCodes(service.port());
    }
    stage.makeExpressDatabase();
    return stage;
  }

  private void refuseOtherFlags() {
    var flags = String.join(" ", JVM_FLAGS);
    if (!read(root.resolve("run")).contains(flags)) {
      throw new VoidRun("./run no longer has the flags of the bare server: " + flags);
    }
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
    var line = new ArrayList<String>();
    line.add(System.getProperty("java.home") + "/bin/java");
    line.addAll(JVM_FLAGS);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Bare.class.getName()));
    var variables = Map.of("PORT", Integer.toString(port));
    return Server.start(new Server.Command("bare", root, line, variables), port, at(port, "/"));
  }

  private Server startService(String database) {
    int port = Server.freePort();
    int management = Server.freePort();
    var variables = new HashMap<String, String>();
    variables.put("TRIBUTARY_POSTGRES_URL", postgres.url(database));
    variables.put("TRIBUTARY_REDIS_URL", redisUrl);
    variables.put("TRIBUTARY_JWT_SECRET", secret);
    variables.put("TRIBUTARY_HTTP_HOST", "127.0.0.1");
    variables.put("TRIBUTARY_HTTP_PORT", Integer.toString(port));
    variables.put("TRIBUTARY_MANAGEMENT_HOST", "127.0.0.1");
    variables.put("TRIBUTARY_MANAGEMENT_PORT", Integer.toString(management));
    variables.put("TRIBUTARY_GRPC_PORT", Integer.toString(Server.freePort()));
    // A hundred users stand for all: their figures are read more often than a user may.
    variables.put("TRIBUTARY_LIMITS_USER_REQUESTS", "10000000");
    var command = new Server.Command("service", root, List.of("./run"), variables);
    return Server.start(command, port, at(management, "/health/ready"));
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
