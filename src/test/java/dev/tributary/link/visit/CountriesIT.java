package dev.tributary.link.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.App;
import dev.tributary.platform.StartFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Countries of visitors, from a MaxMind database that knows one network. */
class CountriesIT {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = CountryFile.write(folder.resolve("country.mmdb"), "203.0.113.0", 24, "DE");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0, DE",
    "203.0.113.255, DE",
    "203.0.112.255,",
    "203.0.114.0,",
    "127.0.0.1,",
    "2001:db8::1,",
    "cb00:7100::1,"
  })
  void anAddressOfTheNetworkHasItsCountryAndNoOtherHasOne(
      String address, @Nullable String country) {
    var countries = new Countries(file.toString());
    assertThat(countries.of(InetAddress.ofLiteral(address)).orElse(null)).isEqualTo(country);
  }

  @Test
  void withoutADatabaseNobodyHasACountry() {
    assertThat(new Countries("").of(InetAddress.ofLiteral("203.0.113.9"))).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsRefusedAndNamed() throws IOException {
    var whole = Files.readAllBytes(file);
    var refused =
        List.of(
            folder.resolve("missing.mmdb"),
            folder,
            Files.createFile(folder.resolve("empty.mmdb")),
            Files.writeString(folder.resolve("text.mmdb"), "203.0.113.0/24 DE\n".repeat(100)),
            Files.write(folder.resolve("half.mmdb"), Arrays.copyOf(whole, whole.length / 2)));
    for (var path : refused) {
      assertThatThrownBy(() -> new Countries(path.toString()))
          .as(path.toString())
          .isInstanceOf(StartFailure.class)
          .hasMessage("clicks.country_database: cannot read " + path);
    }
  }

  @Test
  void aDamagedFileHasNoCountriesAndBreaksNothing() throws IOException {
    var whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOfRange(whole, 600, whole.length));
    var countries = new Countries(file.toString());
    assertThat(List.of("203.0.113.9", "2001:db8::1", "ffff::1"))
        .allMatch(address -> countries.of(InetAddress.ofLiteral(address)).isEmpty());
  }

  @Test
  void aClickIsStoredWithTheCountryOfItsVisitor() {
    try (var app = App.start(Map.of("TRIBUTARY_CLICKS_COUNTRY_DATABASE", file.toString()))) {
      var code = app.link("anna");
      var click = new JsonObject().put("code", code);
      for (var address : List.of("203.0.113.9", "198.51.100.9")) {
        var sent = app.client().post("/track-click").putHeader("X-Forwarded-For", address);
        assertThat(sent.sendJsonObject(click).await().statusCode()).isEqualTo(200);
      }
      assertThat(app.rows("SELECT country FROM click ORDER BY id"))
          .containsExactly(List.of("DE"), List.of("null"));
    }
  }
}
