package dev.tributary.http;

import dev.tributary.http.access.Auth;
import dev.tributary.http.access.ClientAddress;
import dev.tributary.http.access.DemoTokens;
import dev.tributary.http.access.Limits;
import dev.tributary.http.access.Limits.Allowance;
import dev.tributary.http.web.Embed;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.platform.redis.RateLimiter.Limit;
import dev.tributary.platform.redis.RedisScript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole edge on a free port, over operations that are given; no services behind it. */
final class Edge implements AutoCloseable {
  static final String SECRET = "a secret of the tests, at least 32 bytes long";

  static final Config.Jwt JWT = new Config.Jwt(new Secret(SECRET), "", "tributary", "tributary");

  static final Limit WIDE = new Limit("standard", 10_000, Duration.ofMinutes(1));

  final Vertx vertx = Vertx.vertx();
  final DemoTokens tokens = new DemoTokens(vertx, JWT);
  final RateLimiter limiter = new RateLimiter(new RedisScript(vertx, ""));
  final Routes routes;
  final int count;
  final HttpServer server;
  final WebClient client;

  Edge(Map<String, Operation> some) {
    this(some, WIDE, List.of("127.0.0.0/8"));
  }

  Edge(Map<String, Operation> some, Limit limit, List<String> proxies) {
    this(some, limit, proxies, new Embed(List.of(), "http://localhost:8080", false));
  }

  Edge(Map<String, Operation> some, Embed embed) {
    this(some, WIDE, List.of("127.0.0.0/8"), embed);
  }

  private Edge(Map<String, Operation> some, Limit limit, List<String> proxies, Embed embed) {
    var contract = Contract.load(vertx).await();
    var operations = new HashMap<String, Operation>();
    contract.api().operations().forEach(o -> operations.put(o.getOperationId(), Edge::unused));
    operations.putAll(some);
    var limits =
        new Limits(limiter, new ClientAddress(proxies), new Allowance(limit, limit, limit));
    var auth = new Auth(vertx, JWT);
    count = operations.size();
    routes = new Routes(vertx, contract, auth, limits, new Docs(), embed);
    var router = routes.router(operations, Set.of("trackClick", "followCode"));
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(server.actualPort())
                .setFollowRedirects(false));
  }

  private static Future<Answer> unused(Call call) {
    return Future.succeededFuture(Answer.ok(new JsonObject().put("success", true)));
  }

  String token(String sub, String... roles) {
    return tokens.issue(sub, List.of(roles), Duration.ofHours(1));
  }

  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
