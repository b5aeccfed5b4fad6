package dev.tributary.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tributary.platform.redis.RateLimiter.Limit;
import dev.tributary.platform.redis.RateLimiter.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits over a real Redis: exact between instances, and still there when Redis is not. */
class RateLimiterIT {
  private static final String REDIS =
      Optional.ofNullable(System.getenv("TRIBUTARY_TEST_REDIS_URL"))
          .orElse("redis://127.0.0.1:6379");
  private static final Limit LIMIT = new Limit("test", 20, Duration.ofSeconds(60));

  private final String key = "test:" + UUID.randomUUID();
  private final List<RedisScript> scripts = new ArrayList<>();
  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    scripts.forEach(RedisScript::close);
    vertx.close().await();
  }

  private RateLimiter limiter(String url) {
    var script = new RedisScript(vertx, url);
    scripts.add(script);
    return new RateLimiter(script);
  }

  private RateLimiter shared(String url) {
    var limiter = limiter(url);
    awaitShared(limiter, true);
    limiter.check(key + ":warm", LIMIT).await();
    return limiter;
  }

  private void awaitShared(RateLimiter limiter, boolean expected) {
    var deadline = Instant.now().plusSeconds(5);
    while (limiter.isShared() != expected) {
      if (Instant.now().isAfter(deadline)) {
        fail("shared is still " + !expected);
      }
      vertx.timer(10).await();
    }
  }

  private List<Verdict> burst(int size, RateLimiter... instances) {
    var asked =
        IntStream.range(0, size)
            .mapToObj(i -> instances[i % instances.length].check(key, LIMIT))
            .toList();
    Future.all(asked).await();
    return asked.stream().map(Future::result).toList();
  }

  private static long allowed(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::allowed).count();
  }

  @Test
  void twoInstancesTogetherAllowTheBurstAndNoMore() {
    var one = shared(REDIS);
    var two = shared(REDIS);
    var verdicts = burst(300, one, two);
    assertThat(one.isShared() && two.isShared()).isTrue();
    assertThat(allowed(verdicts)).isBetween(20L, 21L);
  }

  @Test
  void aVerdictSaysWhatIsLeftAndWhenToComeBack() {
    var limiter = shared(REDIS);
    assertVerdicts(burst(21, limiter));
  }

  @Test
  void withoutRedisTheSameArithmeticHolds() {
    assertVerdicts(burst(21, limiter("")));
  }

  private static void assertVerdicts(List<Verdict> verdicts) {
    for (int i = 0; i < 20; i++) {
      assertThat(verdicts.get(i).allowed()).isTrue();
      assertThat(verdicts.get(i).remaining()).isEqualTo(19 - i);
      assertThat(verdicts.get(i).retryAfter()).isZero();
    }
    var refused = verdicts.get(20);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(3));
    assertThat(refused.resetAfter()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
  }

  @Test
  void allowanceComesBackEvenly() {
    var limiter = shared(REDIS);
    var quick = new Limit("quick", 2, Duration.ofMillis(200));
    limiter.check(key, quick).await();
    limiter.check(key, quick).await();
    assertThat(limiter.check(key, quick).await().allowed()).isFalse();
    vertx.timer(120).await();
    assertThat(limiter.check(key, quick).await().allowed()).isTrue();
    assertThat(limiter.check(key, quick).await().allowed()).isFalse();
  }

  @Test
  void aFlushedScriptIsLoadedAgain() {
    var limiter = shared(REDIS);
    var redis = Redis.createClient(vertx, REDIS);
    redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")).await();
    assertThat(allowed(burst(30, limiter))).isEqualTo(20);
    assertThat(limiter.isShared()).isTrue();
    redis.close();
  }

  @Test
  void withoutAServerTheLimitHoldsAtOnce() {
    var limiter = limiter("redis://127.0.0.1:1");
    var asked = Instant.now();
    assertThat(allowed(burst(100, limiter))).isEqualTo(20);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void aServerThatHangsFromTheStartDelaysNobody() {
    var server = vertx.createNetServer().connectHandler(socket -> {});
    server.listen(0, "127.0.0.1").await();
    var limiter = limiter("redis://127.0.0.1:" + server.actualPort());
    vertx.timer(200).await();
    assertThat(slowest(limiter, 100)).isLessThan(Duration.ofMillis(100));
    assertThat(limiter.isShared()).isFalse();
  }

  @Test
  void aServerThatStallsAddsLittleOnceAndIsTakenBackWhenItAnswers() {
    var proxy = new Proxy(vertx);
    var limiter = shared(proxy.url());
    proxy.stall(true);
    assertThat(slowest(limiter, 100)).isLessThan(Duration.ofMillis(100));
    assertThat(limiter.isShared()).isFalse();
    assertThat(allowed(burst(50, limiter))).isZero();
    vertx.timer(2500).await();
    assertThat(proxy.open()).as("connections of failed attempts are closed").isLessThan(4);
    proxy.stall(false);
    awaitShared(limiter, true);
    assertThat(allowed(burst(50, limiter))).isEqualTo(20);
  }

  @Test
  void aCutConnectionFallsBackAndComesBack() {
    var proxy = new Proxy(vertx);
    var limiter = shared(proxy.url());
    proxy.cut();
    vertx.timer(50).await();
    assertThat(limiter.check(key, LIMIT).await().allowed()).isTrue();
    awaitShared(limiter, false);
    awaitShared(limiter, true);
  }

  private Duration slowest(RateLimiter limiter, int calls) {
    var asked = Instant.now();
    burst(calls, limiter);
    return Duration.between(asked, Instant.now());
  }

  /** Stands between limiter and Redis, and can keep silent or cut. */
  private static final class Proxy {
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean stalled;

    Proxy(Vertx vertx) {
      var client = vertx.createNetClient();
      server = vertx.createNetServer();
      var port = java.net.URI.create(REDIS).getPort();
      server.connectHandler(
          socket -> {
            sockets.add(socket);
            socket.closeHandler(_ -> sockets.remove(socket));
            socket.pause();
            client
                .connect(port, "127.0.0.1")
                .onSuccess(
                    redis -> {
                      redis.handler(data -> ifAwake(() -> socket.write(data)));
                      socket.handler(data -> ifAwake(() -> redis.write(data)));
                      socket.resume();
                    });
          });
      server.listen(0, "127.0.0.1").await();
    }

    private void ifAwake(Runnable forward) {
      if (!stalled) {
        forward.run();
      }
    }

    String url() {
      return "redis://127.0.0.1:" + server.actualPort();
    }

    void stall(boolean on) {
      stalled = on;
    }

    void cut() {
      sockets.forEach(NetSocket::close);
    }

    int open() {
      return sockets.size();
    }
  }
}
