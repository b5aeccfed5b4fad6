package dev.tributary.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsIT {
  private static Edge edge;

  @BeforeAll
  static void start() {
    edge = new Edge(Map.of());
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static HttpResponse<Buffer> get(String path) {
    return edge.client.get(path).send().await();
  }

  @Test
  void whoOpensTheServiceInABrowserIsLedToTheDocs() {
    var root = edge.client.get("/").send().await();
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.getHeader("Location")).isEqualTo("/docs/");
  }

  @Test
  void docsLeadsToItsFolderOnce() {
    var redirect = get("/docs");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.getHeader("Location")).isEqualTo("/docs/");
    assertThat(get("/docs/").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/",
        "/docs/index.css",
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui-standalone-preset.js",
        "/docs/favicon-32x32.png"
      })
  void thePageComesFromHereUnderAStrictPolicy(String path) {
    var response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(response.getHeader("Cache-Control")).contains("max-age");
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void thePageShowsOurContractNotThePetStore() {
    var script = get("/docs/swagger-initializer.js");
    assertThat(script.getHeader("Content-Type")).startsWith("text/javascript");
    assertThat(script.bodyAsString()).contains("/openapi.yaml").doesNotContain("petstore");
    assertThat(get("/docs/").bodyAsString()).contains("swagger-initializer.js");
  }

  @Test
  void theContractIsServedAsItIsWritten() throws IOException {
    var response = get("/openapi.yaml");
    assertThat(response.getHeader("Content-Type")).startsWith("application/yaml");
    assertThat(response.bodyAsString(UTF_8.name()))
        .isEqualTo(Files.readString(Path.of("openapi.yaml")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/docs/..%2f..%2f..%2fpom.xml", "/docs/../openapi.yam", "/docs/nothing.js"})
  void nothingElseIsServed(String path) {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void theTypeOfAProblemLeadsToItsHeading() {
    var type = get("/nothing").bodyAsJsonObject().getString("type").split("#", 2);
    assertThat(type[0]).isEqualTo("/docs/errors");
    var page = get(type[0]);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "script-src");
    assertThat(page.bodyAsString())
        .contains("<h2 id=\"" + type[1] + "\">", "color-scheme: light dark")
        .doesNotContain("<script");
  }

  @Test
  void everyExampleOfTheContractPointsAtAKind() throws IOException {
    var kinds = ErrorsPage.kinds().stream().map(kind -> "/docs/errors#" + kind.slug()).toList();
    assertThat(Files.readString(Path.of("openapi.yaml")).lines())
        .map(String::strip)
        .filteredOn(line -> line.startsWith("type: /docs"))
        .isNotEmpty()
        .allMatch(line -> kinds.contains(line.substring("type: ".length())));
  }
}
