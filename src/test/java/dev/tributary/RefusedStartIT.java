package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the service does not start with, and that it says so in lines a person can act on. */
class RefusedStartIT {
  private static final int EX_CONFIG = 78;

  private static final Map<String, String> SERVERS =
      Map.of(
          "TRIBUTARY_POSTGRES_URL", "postgresql://nobody:geheim@127.0.0.1:1/nothing",
          "TRIBUTARY_REDIS_URL", "redis://127.0.0.1:1");

  @Test
  void withoutASecretItSaysWhichVariableToSet() {
    assertThat(refusal(SERVERS))
        .isEqualTo(
            "jwt.secret: required (TRIBUTARY_JWT_SECRET, at least 32 bytes), or jwt.public_keys\n");
  }

  @Test
  void aWeakSecretIsNoSecret() {
    assertThat(refusal(with("TRIBUTARY_JWT_SECRET", "hunter2")))
        .isEqualTo("jwt.secret: too weak: expected at least 32 bytes, found 7\n")
        .doesNotContain("hunter2");
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    assertThat(refusal(Map.of("TRIBUTARY_HTTP_PORT", "eighty")).lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("http.port: expected a whole number"))
        .anyMatch(line -> line.contains("TRIBUTARY_POSTGRES_URL"))
        .anyMatch(line -> line.contains("TRIBUTARY_REDIS_URL"))
        .anyMatch(line -> line.contains("TRIBUTARY_JWT_SECRET"));
  }

  /** It waits 20 s for a PostgreSQL that is itself being started. */
  @Test
  void aPostgresThatIsNotThereIsNamed() {
    var said = refusal(with("TRIBUTARY_JWT_SECRET", ServiceProcess.SECRET));
    assertThat(said.lines().filter(line -> !line.startsWith("{")))
        .containsExactly(
            "postgres.url: the schema of 127.0.0.1:1/nothing could not be migrated:"
                + " Connection refused");
    assertThat(said).doesNotContain("geheim").doesNotContain("\tat ");
  }

  @Test
  void aCountryDatabaseThatIsNotThereIsNamed() {
    try (var database = TestDatabase.create()) {
      var environment = new HashMap<>(with("TRIBUTARY_JWT_SECRET", ServiceProcess.SECRET));
      environment.put("TRIBUTARY_POSTGRES_URL", database.url());
      environment.put("TRIBUTARY_CLICKS_COUNTRY_DATABASE", "nowhere.mmdb");
      assertThat(refusal(environment).lines().filter(line -> !line.startsWith("{")))
          .containsExactly("clicks.country_database: cannot read nowhere.mmdb");
    }
  }

  private static Map<String, String> with(String name, String value) {
    var environment = new HashMap<>(SERVERS);
    environment.put(name, value);
    return environment;
  }

  private static String refusal(Map<String, String> environment) {
    try (var service = ServiceProcess.launch(environment)) {
      assertThat(service.exitWithin(Duration.ofSeconds(60))).isEqualTo(EX_CONFIG);
      assertThat(service.out()).isEmpty();
      return service.err();
    }
  }
}
