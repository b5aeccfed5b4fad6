package dev.tributary.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ConfigTest {
  private static final String SECRET = "correct horse battery staple, 32 bytes";

  /** Another valid value for each key that {@code +1} or {@code "x" + it} would not give. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("public_url", "https://go.example"),
          Map.entry("http.cors_origins", "[\"https://www.shop.example\"]"),
          Map.entry("clicks.fallback_url", "https://shop.example/gone"),
          Map.entry("postgres.url", "postgresql://u:p@db/other"),
          Map.entry("postgres.migration_url", "postgresql://owner:p@db/other"),
          Map.entry("redis.url", "redis://:p@cache:1"),
          Map.entry("rabbitmq.url", "amqp://u:p@mq/"),
          Map.entry("jwt.secret", SECRET + "!"),
          Map.entry("strategies.referral_validation", "same_mailbox"),
          Map.entry("strategies.reward_calculation", "every_nth"),
          Map.entry("notification.notifier", "digest"),
          Map.entry("program.attribution_model", "first_click"),
          Map.entry("program.commission_base", "gross"),
          Map.entry("program.approval.affiliate", "manual"),
          Map.entry("program.approval.order", "manual"),
          Map.entry("program.approval.invoice", "manual"),
          Map.entry("program.approval.payout", "manual"));

  @TempDir private Path folder;

  private static Map<String, String> production() {
    var environment = new HashMap<String, String>();
    environment.put("TRIBUTARY_POSTGRES_URL", "postgresql://tributary:hidden1@db:5432/tributary");
    environment.put("TRIBUTARY_REDIS_URL", "redis://:hidden2@cache:6379");
    environment.put("TRIBUTARY_RABBITMQ_URL", "amqp://tributary:hidden3@mq:5672/%2f");
    environment.put("TRIBUTARY_JWT_SECRET", SECRET);
    return environment;
  }

  private static Map<String, String> with(String key, String value) {
    var environment = production();
    environment.put(variable(key), value);
    return environment;
  }

  private static String variable(String key) {
    return "TRIBUTARY_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  static Stream<String> keys() {
    return defaults().keySet().stream();
  }

  private static Map<String, Object> defaults() {
    try (var in = Files.newInputStream(Path.of("config", "default.yaml"))) {
      Map<?, ?> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      var flat = new TreeMap<String, Object>();
      flatten("", yaml, flat);
      return flat;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flatten(String path, Map<?, ?> node, Map<String, Object> into) {
    node.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> child) {
            flatten(path + name + ".", child, into);
          } else {
            into.put(path + name, value);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyCanBeSetByItsEnvironmentVariable(String key) {
    if (key.equals("demo")) {
      assertThat(Config.load(Map.of("TRIBUTARY_DEMO", "true")).demo()).isTrue();
      return;
    }
    assertThat(Config.load(with(key, another(key)))).isNotEqualTo(Config.load(production()));
  }

  private static String another(String key) {
    return OTHERS.getOrDefault(
        key,
        switch (defaults().get(key)) {
          case Boolean flag -> Boolean.toString(!flag);
          case Integer number -> Integer.toString(number + 1);
          case List<?> list -> list.isEmpty() ? "[x]" : "[]";
          case null, default -> "x" + defaults().get(key);
        });
  }

  @Test
  void aListIsWrittenAsInTheFile() {
    var config = Config.load(with("http.trusted_proxies", "[\"10.0.0.0/8\", \"::1/128\"]"));
    assertThat(config.http().trustedProxies()).containsExactly("10.0.0.0/8", "::1/128");
  }

  @Test
  void aFileStandsBetweenTheDefaultsAndTheEnvironment() throws IOException {
    var file = folder.resolve("prod.yaml");
    Files.writeString(file, "http: {port: 7001}\nmanagement: {port: 7002}\n");
    var environment = with("management.port", "7003");
    environment.put("TRIBUTARY_CONFIG", file.toString());
    var config = Config.load(environment);
    assertThat(config.http().listen().port()).isEqualTo(7001);
    assertThat(config.management().port()).isEqualTo(7003);
    assertThat(config.http().listen().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void allMistakesAreToldAtOnceEachWithItsKeyAndWhatIsExpected() throws IOException {
    var file = folder.resolve("typo.yaml");
    Files.writeString(file, "htpp: {port: 80}\npostgres: {pool_size: many}\n");
    var environment =
        Map.of(
            "TRIBUTARY_CONFIG", file.toString(),
            "TRIBUTARY_HTTP_PORT", "70000",
            "TRIBUTARY_MANAGEMENT_PORT", "",
            "TRIBUTARY_RABBITMQ_DECLARE", "yes",
            "TRIBUTARY_RABBITMQ_URL", "http://mq",
            "TRIBUTARY_HTTP_TRUSTED_PROXIES", "10.0.0.0/8",
            "TRIBUTARY_PROGRAM_MILESTONES", "[",
            "TRIBUTARY_PROGRAM_COMMISSION_BASE", "NET",
            "TRIBUTARY_JWT_SECRET", "short");
    assertThat(mistakes(environment))
        .containsExactlyInAnyOrder(
            "htpp.port: no such key (in " + file + ")",
            "http.port: expected a whole number from 0 to 65535",
            "http.trusted_proxies: expected a list",
            "management.port: expected a whole number from 0 to 65535",
            "postgres.pool_size: expected a whole number from 1 to 100",
            "rabbitmq.declare: expected true or false, not 'yes'",
            "rabbitmq.url: expected a URL such as amqp://host:port/…",
            "program.commission_base: expected one of net, gross",
            "program.milestones: expected a list",
            "postgres.url: required outside demo mode (TRIBUTARY_POSTGRES_URL)",
            "redis.url: required outside demo mode (TRIBUTARY_REDIS_URL)",
            "jwt.secret: too weak: expected at least 32 bytes, found 5");
  }

  private static List<String> mistakes(Map<String, String> environment) {
    try {
      Config.load(environment);
      return List.of();
    } catch (StartFailure failure) {
      return Arrays.asList(String.valueOf(failure.getMessage()).split("\n"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # secret                                 | what is said of it
          ''                                       | required (TRIBUTARY_JWT_SECRET
          short                                    | expected at least 32 bytes, found 5
          0123456789abcdef0123456789abcde          | expected at least 32 bytes, found 31
          aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | at least 8 different characters
          abcabcabcabcabcabcabcabcabcabcabcabcabca | at least 8 different characters
          """)
  void aMissingOrWeakSecretRefusesToStart(String secret, String said) {
    assertThat(mistakes(with("jwt.secret", secret)))
        .singleElement()
        .asString()
        .startsWith("jwt.secret: ")
        .contains(said);
  }

  @Test
  void publicKeysStandInForASecret() {
    var environment = with("jwt.public_keys", "-----BEGIN PUBLIC KEY-----");
    environment.remove("TRIBUTARY_JWT_SECRET");
    assertThat(mistakes(environment)).isEmpty();
  }

  @Test
  void theDemoNeverRunsOnARealDatabase() {
    assertThat(mistakes(with("demo", "true")))
        .containsExactly("demo: expected false, because postgres.url names a real database");
    assertThat(mistakes(Map.of("TRIBUTARY_DEMO", "true"))).isEmpty();
  }

  @Test
  void aMistakeInAUrlDoesNotRepeatItsPassword() {
    var told = mistakes(with("postgres.url", "postgresql//tributary:hidden1@db"));
    assertThat(told).singleElement().asString().startsWith("postgres.url: ");
    assertThat(String.join("", told)).doesNotContain("hidden1");
  }

  @Test
  void aConfigurationPrintsNoSecret() {
    var config = Config.load(production());
    assertThat(config.jwt().secret()).hasToString("***");
    assertThat(config.toString() + config.postgres() + config.rabbitmq() + config.jwt())
        .doesNotContain(SECRET)
        .doesNotContain("hidden");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThatThrownBy(() -> Config.load(Map.of("TRIBUTARY_CONFIG", "/nowhere/x.yaml")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("/nowhere/x.yaml");
    var list = folder.resolve("list.yaml");
    Files.writeString(list, "- a\n");
    assertThatThrownBy(() -> Config.load(Map.of("TRIBUTARY_CONFIG", list.toString())))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("expected a YAML mapping");
    var broken = folder.resolve("broken.yaml");
    Files.writeString(broken, "a: [\n");
    assertThatThrownBy(() -> Config.load(Map.of("TRIBUTARY_CONFIG", broken.toString())))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(broken.toString());
  }
}
