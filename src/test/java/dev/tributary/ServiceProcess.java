package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.access.DemoTokens;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The service as people run it: the jar, in a process of its own, with the flags of {@code ./run}
 * and no other configuration than the one given here. Closing it kills it.
 */
final class ServiceProcess implements AutoCloseable {
  static final String SECRET = "the secret of the tests, long enough for HS256";

  private static final Path JAR = Path.of("target", "tributary.jar");
  private static final Pattern FLAGS = Pattern.compile("bin/java\" (.*) -jar", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String httpPort = App.freePort();
  private final String managementPort = App.freePort();
  private final AtomicInteger visitors = new AtomicInteger();
  private final Path folder;
  private final Process process;

  private ServiceProcess(Map<String, String> environment) throws IOException {
    folder = Files.createTempDirectory("tributary-process");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TRIBUTARY_"));
    builder.environment().put("TRIBUTARY_HTTP_PORT", httpPort);
    builder.environment().put("TRIBUTARY_MANAGEMENT_PORT", managementPort);
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    process = builder.start();
  }

  private static List<String> flags() throws IOException {
    var flags = FLAGS.matcher(Files.readString(Path.of("run")));
    assertThat(flags.find()).as("./run starts java").isTrue();
    return List.of(flags.group(1).split("[\\s\\\\]+"));
  }

  /** Starts it with nothing but these environment variables, and waits for nothing. */
  static ServiceProcess launch(Map<String, String> environment) {
    try {
      return new ServiceProcess(environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on the servers of the tests, and returns when it is ready. */
  static ServiceProcess start(TestDatabase database, Map<String, String> more) {
    var service = launch(database, more);
    App.eventually(service::readiness, status -> status == 200 || !service.process.isAlive());
    assertThat(service.process.isAlive()).as(service.err()).isTrue();
    return service;
  }

  /** The same without waiting. */
  static ServiceProcess launch(TestDatabase database, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("TRIBUTARY_POSTGRES_URL", database.url());
    environment.put("TRIBUTARY_REDIS_URL", TestServers.redisUrl());
    environment.put("TRIBUTARY_JWT_SECRET", SECRET);
    return launch(environment);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What readiness answers, or 0 when nobody listens there. */
  int readiness() {
    try {
      return get(managementPort, "/health/ready").statusCode();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  HttpResponse<String> management(String path) {
    return get(managementPort, path);
  }

  HttpResponse<String> get(String path) {
    return get(httpPort, path);
  }

  private HttpResponse<String> get(String port, String path) {
    return send(request(port, path).GET().build());
  }

  /** A request that a test sends in its own way. */
  HttpRequest.Builder request(String path) {
    return request(httpPort, path);
  }

  private static HttpRequest.Builder request(String port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
  }

  /** A click on this code by a visitor from a network where nobody was before. */
  HttpRequest click(String code) {
    return click(code, visitors.incrementAndGet());
  }

  /** A click on this code by the visitor of this number, who is the same whenever they come. */
  HttpRequest click(String code, int visitor) {
    var address = "10.%d.%d.1".formatted(visitor / 256, visitor % 256);
    return post("/track-click", new JsonObject().put("code", code))
        .header("X-Forwarded-For", address)
        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
        .build();
  }

  /** Events, as the shop reports them. */
  HttpRequest report(JsonArray events, String token) {
    return post("/v1/events", events).header("Authorization", token).build();
  }

  private HttpRequest.Builder post(String path, Object body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String httpPort() {
    return httpPort;
  }

  HttpClient client() {
    return client;
  }

  /** The code of a new link of this user. */
  String link(String userId) {
    var body = new JsonObject().put("user_id", userId);
    var answer =
        send(post("/generate-link", body).header("Authorization", token(userId, "user")).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new JsonObject(answer.body()).getString("code");
  }

  static String token(String userId, String role) {
    var vertx = Vertx.vertx();
    var jwt = new Config.Jwt(new Secret(SECRET), "", "tributary", "tributary");
    var token = new DemoTokens(vertx, jwt).issue(userId, List.of(role), Duration.ofHours(1));
    vertx.close().await();
    return "Bearer " + token;
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    exitWithin(PATIENCE);
  }

  int exitWithin(Duration patience) {
    try {
      var ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("ended within %s; it said: %s", patience, err()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String out() {
    return read("out");
  }

  String err() {
    return read("err");
  }

  private String read(String stream) {
    try {
      return Files.readString(folder.resolve(stream), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    client.close();
  }
}
