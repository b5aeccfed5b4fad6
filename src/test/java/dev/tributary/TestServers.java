package dev.tributary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.rabbitmq.client.ConnectionFactory;
import dev.tributary.platform.embedded.Embedded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * The servers of the test run, each resolved once: the one that the environment names, else one
 * that answers on the standard local port, else one of our own. It never answers with a server that
 * is not there: a test that cannot have its server fails.
 */
public final class TestServers {
  private TestServers() {}

  public static String postgresUrl() {
    return Stores.POSTGRES_URL;
  }

  public static String redisUrl() {
    return Stores.REDIS_URL;
  }

  public static String rabbitmqUrl() {
    return Broker.URL;
  }

  /** PostgreSQL and Redis, which share the embedded fallback and its folder. */
  private static final class Stores {
    static final String POSTGRES_URL;
    static final String REDIS_URL;

    static {
      var postgres = given("TRIBUTARY_TEST_POSTGRES_URL").or(TestServers::localPostgres);
      var redis = given("TRIBUTARY_TEST_REDIS_URL").or(TestServers::localRedis);
      if (postgres.isPresent() && redis.isPresent()) {
        POSTGRES_URL = postgres.get();
        REDIS_URL = redis.get();
      } else {
        var folder = Path.of("target", "test-data");
        var own = Embedded.start(folder, postgres.isEmpty(), redis.isEmpty());
        Runtime.getRuntime().addShutdownHook(new Thread(own::close));
        POSTGRES_URL = postgres.or(own::postgresUrl).orElseThrow();
        REDIS_URL = redis.or(own::redisUrl).orElseThrow();
      }
    }
  }

  private static final class Broker {
    static final String URL =
        given("TRIBUTARY_TEST_RABBITMQ_URL")
            .or(TestServers::localRabbitmq)
            .or(TestServers::containedRabbitmq)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no RabbitMQ for the tests: TRIBUTARY_TEST_RABBITMQ_URL is not set, none"
                            + " takes guest on 127.0.0.1:5672, no Docker engine is here; ./verify"
                            + " starts one"));
  }

  private static Optional<String> given(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(url -> !url.isBlank());
  }

  private static Optional<String> localPostgres() {
    String address = "127.0.0.1:5432/postgres";
    try (var _ = DriverManager.getConnection("jdbc:postgresql://" + address, "postgres", "")) {
      return Optional.of("postgresql://postgres@" + address);
    } catch (SQLException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> localRedis() {
    try (var socket = new Socket()) {
      socket.setSoTimeout(1_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6379), 1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      boolean answers = "+PONG".equals(answer.readLine());
      return answers ? Optional.of("redis://127.0.0.1:6379") : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> localRabbitmq() {
    String url = "amqp://guest:guest@127.0.0.1:5672";
    var factory = new ConnectionFactory();
    try {
      factory.setUri(url);
      factory.newConnection().close();
      return Optional.of(url);
    } catch (IOException | TimeoutException | GeneralSecurityException | URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** Asked only where an engine may be: without one the question itself takes a second. */
  private static Optional<String> containedRabbitmq() {
    if (given("DOCKER_HOST").isEmpty() && !Files.exists(Path.of("/var/run/docker.sock"))) {
      return Optional.empty();
    }
    var container = new RabbitMQContainer("rabbitmq:4-management-alpine");
    container.start();
    return Optional.of(
        "amqp://guest:guest@%s:%d".formatted(container.getHost(), container.getAmqpPort()));
  }
}
