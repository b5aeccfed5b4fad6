package dev.tributary.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins are compared as texts, so only the spelling of browsers can ever match. */
class CorsOriginsTest {
  @TempDir private Path folder;

  private Config load(String origin) throws IOException {
    var file = folder.resolve("config.yaml");
    Files.writeString(file, "demo: true\nhttp: {cors_origins: ['" + origin + "']}\n");
    return Config.load(Map.of("TRIBUTARY_CONFIG", file.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.shop.example",
        "http://localhost",
        "http://localhost:3000",
        "https://shop.example:8443",
        "http://[::1]:8080",
        "https://xn--bcher-kva.example"
      })
  void whatABrowserSendsIsTaken(String origin) throws IOException {
    assertThat(load(origin).http().corsOrigins()).containsExactly(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "",
        "www.shop.example",
        "https://www.shop.example/",
        "https://www.shop.example/path",
        "https://Www.shop.example",
        "https://*.shop.example",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://bücher.example",
        "https://user@shop.example",
        "ftp://shop.example"
      })
  void whatNoBrowserSendsIsAMistake(String origin) {
    assertThatThrownBy(() -> load(origin))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("http.cors_origins");
  }
}
