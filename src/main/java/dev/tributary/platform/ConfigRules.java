package dev.tributary.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a configuration must fulfil as a whole: no default secret, no demo on foreign data. It
 * reports mistakes to the reader and decides nothing else.
 */
final class ConfigRules {
  private static final int MIN_SECRET_BYTES = 32;
  private static final Pattern ORIGIN =
      Pattern.compile("(http(?!.*:80$)|https(?!.*:443$))://[a-z0-9.\\[\\]:-]*[a-z0-9\\]]");

  private ConfigRules() {}

  static void check(Config config, ConfigReader reader) {
    checkUrl(reader, "public_url", config.publicUrl(), "http", "https");
    checkUrl(reader, "clicks.fallback_url", config.clicks().fallbackUrl(), "https", "http");
    checkUrl(reader, "postgres.url", config.postgres().url(), "postgresql", "postgres");
    var migrations = config.postgres().migrationUrl();
    checkUrl(reader, "postgres.migration_url", migrations, "postgresql", "postgres");
    checkUrl(reader, "redis.url", config.redisUrl(), "redis", "rediss");
    checkUrl(reader, "rabbitmq.url", config.rabbitmq().url(), "amqp", "amqps");
    config.http().corsOrigins().forEach(origin -> checkOrigin(reader, origin));
    if (config.demo()) {
      checkDemo(config, reader);
    } else {
      checkProduction(config, reader);
    }
    checkSecret(config.jwt().secret(), reader);
  }

  private static void checkDemo(Config config, ConfigReader reader) {
    if (!config.postgres().url().isEmpty()) {
      reader.mistake("demo", "expected false, because postgres.url names a real database");
    }
  }

  private static void checkProduction(Config config, ConfigReader reader) {
    required(reader, "postgres.url", config.postgres().url());
    required(reader, "redis.url", config.redisUrl());
    if (config.jwt().secret().isEmpty() && config.jwt().publicKeys().isEmpty()) {
      reader.mistake(
          "jwt.secret", "required (TRIBUTARY_JWT_SECRET, at least 32 bytes), or jwt.public_keys");
    }
  }

  private static void checkSecret(Secret secret, ConfigReader reader) {
    int bytes = secret.reveal().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > 0 && bytes < MIN_SECRET_BYTES) {
      reader.mistake("jwt.secret", "too weak: expected at least 32 bytes, found " + bytes);
    } else if (bytes > 0 && secret.reveal().chars().distinct().count() < 8) {
      reader.mistake("jwt.secret", "too weak: expected at least 8 different characters");
    }
  }

  private static void required(ConfigReader reader, String key, String value) {
    if (value.isEmpty()) {
      var variable = "TRIBUTARY_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
      reader.mistake(key, "required outside demo mode (" + variable + ")");
    }
  }

  private static void checkUrl(ConfigReader reader, String key, String url, String... schemes) {
    if (url.isEmpty()) {
      return;
    }
    try {
      var uri = new URI(url);
      if (uri.getHost() != null && List.of(schemes).contains(uri.getScheme())) {
        return;
      }
    } catch (URISyntaxException e) {
      // Reported below: the text may hold a password, so it is not repeated.
    }
    reader.mistake(key, "expected a URL such as " + schemes[0] + "://host:port/…");
  }

  /** As a browser spells it (RFC 6454, 6.2), since the texts are compared. */
  private static void checkOrigin(ConfigReader reader, String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      reader.mistake(
          "http.cors_origins",
          "expected origins such as https://www.shop.example, in lower case, without a path and"
              + " without the scheme's own port, not '"
              + origin
              + "'");
    }
  }
}
