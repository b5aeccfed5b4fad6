package dev.tributary.bench;

import dev.tributary.http.access.DemoTokens;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** ./run as shipped, on a database of the benchmark, and the tokens that it takes. */
record Service(Path root, Postgres postgres, String redisUrl, String secret) {
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  static Service of(Path root, Postgres postgres, String redisUrl) {
    return new Service(root, postgres, redisUrl, UUID.randomUUID() + "" + UUID.randomUUID());
  }

  /** Starts it, with these variables besides those that say where its servers are. */
  Server start(String database, Map<String, String> more) {
    int port = Server.freePort();
    int management = Server.freePort();
    var variables = variables(database);
    variables.put("TRIBUTARY_HTTP_PORT", Integer.toString(port));
    variables.put("TRIBUTARY_MANAGEMENT_PORT", Integer.toString(management));
    variables.put("TRIBUTARY_GRPC_PORT", Integer.toString(Server.freePort()));
    variables.putAll(more);
    var ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
    return Server.start(
        new Server.Command("service", root, List.of("./run"), variables), port, ready);
  }

  /** Where its servers are. */
  Map<String, String> variables(String database) {
    var variables = new HashMap<String, String>();
    variables.put("TRIBUTARY_POSTGRES_URL", postgres.url(database));
    variables.put("TRIBUTARY_REDIS_URL", redisUrl);
    variables.put("TRIBUTARY_JWT_SECRET", secret);
    variables.put("TRIBUTARY_HTTP_HOST", "127.0.0.1");
    variables.put("TRIBUTARY_MANAGEMENT_HOST", "127.0.0.1");
    return variables;
  }

  /** A token of each of these callers. */
  List<String> tokens(List<String> callers, String role) {
    var vertx = Vertx.vertx();
    var jwt = new Config.Jwt(new Secret(secret), "", "tributary", "tributary");
    var issuer = new DemoTokens(vertx, jwt);
    var tokens =
        callers.stream().map(sub -> issuer.issue(sub, List.of(role), TOKEN_LIFE)).toList();
    vertx.close().await();
    return tokens;
  }
}
