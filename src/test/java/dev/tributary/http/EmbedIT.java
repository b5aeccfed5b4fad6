package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.web.Embed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the edge gives to pages of other sites, and what it refuses them. */
class EmbedIT {
  private static final Path SCRIPT = Path.of("src/main/resources/web/tb.js");
  private static final String SITE = "https://www.shop.example";
  private static Edge edge;
  private static Edge demo;

  @BeforeAll
  static void start() {
    edge = new Edge(Map.of(), new Embed(List.of(SITE), "https://go.example", false));
    demo = new Edge(Map.of(), new Embed(List.of(), "http://localhost:8080", true));
  }

  @AfterAll
  static void stop() {
    edge.close();
    demo.close();
  }

  private static HttpResponse<Buffer> script(Map<String, String> headers) {
    return with(edge.client.get("/tb.js"), headers);
  }

  private static HttpResponse<Buffer> click(Edge at, String origin) {
    var headers = Map.of("Origin", origin, "Content-Type", "application/json");
    return with(at.client.post("/track-click"), headers, "{\"code\":\"K7M2P9QX\"}");
  }

  private static HttpResponse<Buffer> preflight(Edge at, String path, String origin) {
    var asked =
        Map.of(
            "Origin", origin,
            "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "content-type");
    return with(at.client.request(HttpMethod.OPTIONS, path), asked);
  }

  private static HttpResponse<Buffer> with(
      HttpRequest<Buffer> request, Map<String, String> headers, String... body) {
    headers.forEach(request::putHeader);
    return request.sendBuffer(Buffer.buffer(String.join("", body))).await();
  }

  @Test
  void theScriptIsServedAsItIsWrittenAndMayBeLoadedAnywhere() throws IOException {
    var response = script(Map.of());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.bodyAsString()).isEqualTo(Files.readString(SCRIPT));
    assertThat(response.getHeader("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(response.getHeader("Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(response.getHeader("Vary")).isEqualTo("accept-encoding");
    assertThat(response.getHeader("Content-Encoding")).isNull();
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.getHeader("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
  }

  @Test
  void theScriptTakesLessThanTwoKilobytesOnTheWay() throws IOException {
    var response = script(Map.of("Accept-Encoding", "br, gzip;q=0.8"));
    assertThat(response.getHeader("Content-Encoding")).isEqualTo("gzip");
    assertThat(response.body().length()).isLessThan(2048);
    var zipped = new GZIPInputStream(new ByteArrayInputStream(response.body().getBytes()));
    assertThat(zipped.readAllBytes()).isEqualTo(Files.readAllBytes(SCRIPT));
    var refused = script(Map.of("Accept-Encoding", "gzip;q=0"));
    assertThat(refused.getHeader("Content-Encoding")).isNull();
  }

  @Test
  void aCachedScriptIsConfirmedWithoutABody() {
    var tag = script(Map.of()).getHeader("ETag");
    var confirmed = script(Map.of("If-None-Match", "\"other\", " + tag));
    assertThat(confirmed.statusCode()).isEqualTo(304);
    assertThat(confirmed.body()).isNull();
    assertThat(confirmed.getHeader("ETag")).isEqualTo(tag);
    assertThat(confirmed.getHeader("Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(script(Map.of("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
  }

  @Test
  void headIsAnsweredLikeGetWithoutABody() throws IOException {
    var peek = edge.client.request(HttpMethod.HEAD, "/tb.js").send().await();
    assertThat(peek.statusCode()).isEqualTo(200);
    assertThat(peek.body()).isNull();
    assertThat(peek.getHeader("Content-Length")).isEqualTo(Long.toString(Files.size(SCRIPT)));
  }

  @Test
  void aConfiguredSiteMayReportClicksAndReadTheAnswer() {
    var answer = click(edge, SITE);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(answer.getHeader("Vary")).isEqualToIgnoringCase("origin");
    assertThat(answer.getHeader("Access-Control-Expose-Headers"))
        .contains("X-Request-Id", "RateLimit", "Retry-After");
  }

  @Test
  void aPreflightIsAnsweredOnceForTwoHours() {
    var answer = preflight(edge, "/track-click", SITE);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.getHeader("Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(answer.getHeader("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.getHeader("Access-Control-Allow-Methods")).isEqualTo("POST");
    assertThat(answer.getHeader("Access-Control-Allow-Headers")).isEqualTo("Content-Type");
    assertThat(answer.getHeader("Access-Control-Max-Age")).isEqualTo("7200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example",
        "http://www.shop.example",
        "https://www.shop.example:8443",
        "https://www.shop.example.evil.example",
        "https://evil.example/https://www.shop.example",
        "https://wwwxshop.example",
        "https://shop.example",
        "http://localhost:3000",
        "null",
        "*"
      })
  void anyOtherSiteIsRefused(String origin) {
    for (var answer : List.of(click(edge, origin), preflight(edge, "/track-click", origin))) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().contains("Access-Control-Allow-Origin")).isFalse();
      assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("origin_not_allowed");
    }
  }

  @Test
  void ourOwnPagesAndProgramsWithoutAnOriginAreServed() {
    assertThat(click(edge, "https://go.example").statusCode()).isEqualTo(200);
    var type = Map.of("Content-Type", "application/json");
    var program = with(edge.client.post("/track-click"), type, "{\"code\":\"K7M2P9QX\"}");
    assertThat(program.statusCode()).isEqualTo(200);
    assertThat(program.headers().contains("Access-Control-Allow-Origin")).isFalse();
    assertThat(program.getHeader("Vary")).isEqualToIgnoringCase("origin");
  }

  @Test
  void everyOtherOperationStaysClosedToSites() {
    assertThat(preflight(edge, "/generate-link", SITE).statusCode()).isEqualTo(405);
    var origin = Map.of("Origin", SITE);
    var answer = with(edge.client.get("/r/K7M2P9QX"), origin);
    assertThat(answer.headers().contains("Access-Control-Allow-Origin")).isFalse();
    var plain = edge.client.request(HttpMethod.OPTIONS, "/track-click").send().await();
    assertThat(plain.statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost", "http://127.0.0.1:3000", "https://[::1]:8443"})
  void inDemoModePagesOfThisMachineAreSitesOfOurs(String origin) {
    assertThat(click(demo, origin).getHeader("Access-Control-Allow-Origin")).isEqualTo(origin);
    assertThat(click(demo, origin + ".evil.example").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/demo", "/demo.js", "/demo.css"})
  void theSamplePageIsThereInDemoModeOnly(String path) {
    assertThat(edge.client.get(path).send().await().statusCode()).isEqualTo(404);
    assertThat(demo.client.get(path).send().await().statusCode()).isEqualTo(200);
  }

  @Test
  void theSamplePageRunsUnderAStrictPolicyAndTellsItsReferrer() {
    var page = demo.client.get("/demo").send().await();
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.getHeader("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    assertThat(page.bodyAsString()).contains("src=\"/tb.js\"").doesNotContain("style=");
  }
}
