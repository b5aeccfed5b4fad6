package dev.tributary;

import dev.tributary.http.access.DemoTokens;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import dev.tributary.platform.StartFailure;
import dev.tributary.platform.embedded.Embedded;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code ./run} needs on a machine with nothing but a JDK: real servers as child processes, a
 * secret of this data folder, tokens to try things with. Outside demo mode none of it happens.
 */
final class DemoMode implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofDays(30);

  private final Embedded servers;
  private final Config config;

  private DemoMode(Embedded servers, Config config) {
    this.servers = servers;
    this.config = config;
  }

  /** Starts the servers that the configuration does not name. It blocks. */
  static DemoMode start(Config config) {
    var servers = Embedded.start(config.dataDir(), true, config.redisUrl().isEmpty());
    var redis = servers.redisUrl().orElse(config.redisUrl());
    var secret = config.jwt().secret();
    return new DemoMode(
        servers,
        config.with(
            servers.postgresUrl().orElseThrow(),
            redis,
            secret.isEmpty() ? secretOf(config.dataDir()) : secret));
  }

  /** Made once for each data folder, so that tokens survive a restart. */
  private static Secret secretOf(Path dataDir) {
    var file = dataDir.resolve("demo-secret");
    try {
      if (!Files.exists(file)) {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(bytes), StandardOpenOption.WRITE);
      }
      return new Secret(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new StartFailure("data_dir: cannot keep the demo secret in " + file, e);
    }
  }

  Config config() {
    return config;
  }

  /** What a person needs in order to go on. */
  String banner(Vertx vertx) {
    var tokens = new DemoTokens(vertx, config.jwt());
    return """

        Sample page of a site that embeds this service: %1$s/demo

        Demo tokens, good for 30 days; paste one into Authorize at %1$s/docs

        export USER_TOKEN=%2$s
        export STAFF_TOKEN=%3$s
        export SHOP_TOKEN=%4$s
        """
        .formatted(
            config.publicUrl(),
            tokens.issue("u_7", List.of("user"), TOKEN_LIFE),
            tokens.issue("staff_1", List.of("reviewer", "finance", "admin"), TOKEN_LIFE),
            tokens.issue("shop", List.of("service"), TOKEN_LIFE));
  }

  @Override
  public void close() {
    servers.close();
  }
}
