package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.http.access.ClientAddress;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom X-Forwarded-For is believed from, seen from a peer on loopback. */
class ClientAddressIT {
  private static Edge behindProxy;
  private static Edge direct;

  @BeforeAll
  static void start() {
    Map<String, Operation> where =
        Map.of(
            "trackClick",
            call -> {
              var body = new JsonObject().put("client", call.clientAddress().getHostAddress());
              return Future.succeededFuture(Answer.ok(body));
            });
    var limit = Edge.WIDE;
    behindProxy = new Edge(where, limit, List.of("127.0.0.0/8", "10.0.0.0/8", "fd00::/8"));
    direct = new Edge(where, limit, List.of());
  }

  @AfterAll
  static void stop() {
    behindProxy.close();
    direct.close();
  }

  private static String seen(Edge edge, String... forwarded) {
    var request = edge.client.post("/track-click");
    Arrays.asList(forwarded).forEach(v -> request.headers().add("X-Forwarded-For", v));
    return request.sendJsonObject(new JsonObject()).await().bodyAsJsonObject().getString("client");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9                          | 203.0.113.9
          1.1.1.1, 203.0.113.9                 | 203.0.113.9
          1.1.1.1, 203.0.113.9, 10.1.2.3       | 203.0.113.9
          1.1.1.1, fd00::1                     | 1.1.1.1
          2001:db8::7                          | 2001:db8:0:0:0:0:0:7
          ::ffff:203.0.113.9                   | 203.0.113.9
          10.0.0.1, 10.0.0.2                   | 10.0.0.1
          203.0.113.9, nonsense                | 127.0.0.1
          203.0.113.9, evil.example            | 127.0.0.1
          203.0.113.9,                         | 127.0.0.1
          """)
  void theRightmostHopThatIsNotOursIsTheClient(String forwarded, String client) {
    assertThat(seen(behindProxy, forwarded)).isEqualTo(client);
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(seen(behindProxy, "1.1.1.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(seen(behindProxy)).isEqualTo("127.0.0.1");
  }

  @Test
  void aPeerThatIsNoProxyIsTheClientWhateverItSays() {
    assertThat(seen(direct, "203.0.113.9")).isEqualTo("127.0.0.1");
  }

  @Test
  void anIpv6NetworkIsOneParty() {
    var one = ClientAddress.party(InetAddress.ofLiteral("2001:db8:1:2::1"));
    assertThat(ClientAddress.party(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"))).isEqualTo(one);
    assertThat(ClientAddress.party(InetAddress.ofLiteral("2001:db8:1:3::1"))).isNotEqualTo(one);
    assertThat(ClientAddress.party(InetAddress.ofLiteral("203.0.113.9"))).isEqualTo("203.0.113.9");
  }

  @Test
  void whatIsNotANetworkIsRefused() {
    assertThatThrownBy(() -> new ClientAddress(List.of("somewhere")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/99")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
