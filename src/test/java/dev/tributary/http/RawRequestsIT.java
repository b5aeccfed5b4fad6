package dev.tributary.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request lines that no client library would send. */
class RawRequestsIT {
  private static Edge edge;

  @BeforeAll
  static void start() {
    edge = new Edge(Map.of());
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static String statusLine(String requestLine) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.server.actualPort())) {
      socket.setSoTimeout(5000);
      var request = requestLine + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD *, 40",
    "OPTIONS *, 40",
    "HEAD http://x/docs/, 40",
    "HEAD /docs/, 200",
    "HEAD /referral-stats/u_7, 401",
    "GET http://other.example/docs/, 200",
    "GET //, 404",
    "GET /r/%, 400",
    "GET /docs/%, 40",
    "GET /referral-stats/%ff?%, 40",
    "BREW /r/K7M2P9QX, 405"
  })
  void anOddRequestLineIsNeverAServerError(String requestLine, String status) throws IOException {
    assertThat(statusLine(requestLine)).startsWith("HTTP/1.1 " + status);
  }
}
