package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.redis.RateLimiter.Limit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a caller over the limit is told, and who shares a limit with whom. */
class LimitsIT {
  private static Edge edge;

  @BeforeAll
  static void start() {
    var limit = new Limit("standard", 3, Duration.ofMinutes(1));
    edge = new Edge(Map.of(), limit, List.of("127.0.0.0/8"));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static HttpResponse<Buffer> click(String from) {
    return edge.client
        .post("/track-click")
        .putHeader("X-Forwarded-For", from)
        .sendJsonObject(new JsonObject())
        .await();
  }

  private static int stats(String user) {
    var request = edge.client.get("/referral-stats/" + user);
    return request.bearerTokenAuthentication(edge.token(user)).send().await().statusCode();
  }

  @Test
  void theFourthOfThreeIs429AndSaysWhenToComeBack() {
    for (int left = 2; left >= 0; left--) {
      var allowed = click("198.51.100.1");
      assertThat(allowed.statusCode()).isEqualTo(200);
      assertThat(allowed.getHeader("RateLimit")).startsWith("\"standard\";r=" + left + ";t=");
    }
    var refused = click("198.51.100.1");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.bodyAsJsonObject().getString("code")).isEqualTo("rate_limited");
    assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(1, 20);
    assertThat(refused.getHeader("RateLimit-Policy")).isEqualTo("\"standard\";q=3;w=60");
    assertThat(refused.getHeader("RateLimit")).startsWith("\"standard\";r=0;t=");
    assertThat(click("198.51.100.2").statusCode()).isEqualTo(200);
  }

  @Test
  void usersAreCountedByTokenNotByAddress() {
    for (int i = 0; i < 3; i++) {
      assertThat(stats("u_1")).isEqualTo(200);
    }
    assertThat(stats("u_1")).isEqualTo(429);
    assertThat(stats("u_2")).isEqualTo(200);
  }

  @Test
  void oneNetworkOfIpv6IsOneCaller() {
    for (int i = 1; i <= 3; i++) {
      assertThat(click("2001:db8::" + i).statusCode()).isEqualTo(200);
    }
    assertThat(click("2001:db8::4").statusCode()).isEqualTo(429);
    assertThat(click("2001:db8:0:1::4").statusCode()).isEqualTo(200);
  }
}
