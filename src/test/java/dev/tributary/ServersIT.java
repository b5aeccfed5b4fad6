package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each server that the tests are given answers through the client that the service uses. */
class ServersIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void postgresAnswers() {
    var client = PgBuilder.client().connectingTo(TestServers.postgresUrl()).using(vertx).build();
    var rows = client.query("SELECT current_setting('server_version_num')::int").execute().await();
    assertThat(rows.iterator().next().getInteger(0)).isGreaterThanOrEqualTo(150_000);
    client.close().await();
  }

  @Test
  void redisAnswers() {
    var client = Redis.createClient(vertx, TestServers.redisUrl());
    assertThat(client.send(Request.cmd(Command.PING)).await()).hasToString("PONG");
    client.close();
  }

  @Test
  void rabbitmqAnswers() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(TestServers.rabbitmqUrl());
    try (var connection = factory.newConnection()) {
      assertThat(connection.isOpen()).isTrue();
    }
  }
}
