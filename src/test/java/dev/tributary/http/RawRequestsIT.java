package dev.tributary.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static String answer(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), edge.server.actualPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
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
    "GET //, 302",
    "GET /r/%, 400",
    "GET /docs/%, 40",
    "GET /referral-stats/%ff?%, 40",
    "BREW /r/K7M2P9QX, 405"
  })
  void anOddRequestLineIsNeverAServerError(String requestLine, String status) throws IOException {
    var request = requestLine + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(answer(request)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aFormThatCannotBeReadIsTheFaultOfTheRequest() throws IOException {
    var form =
        """
        POST /track-click HTTP/1.1
        Host: x
        Connection: close
        Content-Type: multipart/form-data; boundary=
        Content-Length: 5

        --
        x\
        """;
    assertThat(answer(form.replace("\n", "\r\n")))
        .startsWith("HTTP/1.1 400")
        .contains("\"code\":\"invalid_request\"");
  }

  @Test
  void aRequestWithoutAHostIsRefusedLikeEveryOther() throws IOException {
    assertThat(answer("GET /r/K7M2P9QX HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .containsPattern("\"request_id\":\"req_\\w{26}\"")
        .contains("X-Request-Id: req_", "X-Content-Type-Options: nosniff");
  }
}
