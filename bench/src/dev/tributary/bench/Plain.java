package dev.tributary.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.tributary.platform.NewId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consumer that most people would write: each message one transaction, each statement awaited,
 * acknowledged after the commit. It has the driver of the service, prepared statements, and several
 * transactions at once.
 */
public final class Plain {
  private static final int PREFETCH = 100;
  private static final List<String> IDS =
      List.of(
          "event", "decision", "commission", "part", "credit", "release", "news_1", "news_2",
          "news_3", "news_4", "news_5");

  private final Script script = Script.read();
  private final Context context;
  private final Pool pool;
  private final Channel channel;

  private Plain(Vertx vertx, Pool pool, Channel channel) {
    this.context = vertx.getOrCreateContext();
    this.pool = pool;
    this.channel = channel;
  }

  /** Database, broker, and how many transactions at once. */
  public static void main(String[] args) throws Exception {
    var vertx = Vertx.vertx();
    var postgres = PgConnectOptions.fromUri(System.getenv("DATABASE_URL"));
    postgres.setCachePreparedStatements(true);
    int atOnce = Integer.parseInt(System.getenv("AT_ONCE"));
    var options = new PoolOptions().setMaxSize(atOnce);
    var pool = PgBuilder.pool().connectingTo(postgres).with(options).using(vertx).build();
    var channel = Broker.connect(System.getenv("RABBITMQ_URL")).createChannel();
    channel.basicQos(PREFETCH);
    new Plain(vertx, pool, channel).consume();
  }

  private void consume() throws IOException {
    channel.basicConsume(
        Broker.QUEUE,
        false,
        (tag, message) -> context.runOnContext(turn -> take(message)),
        tag -> System.exit(1));
  }

  private void take(Delivery message) {
    var variables = variables(new JsonObject(new String(message.getBody(), UTF_8)));
    pool.withTransaction(tx -> script.run(tx, variables))
        .onSuccess(committed -> acknowledge(message))
        .onFailure(
            fault -> {
              fault.printStackTrace();
              System.exit(1);
            });
  }

  private static Map<String, Object> variables(JsonObject event) {
    var data = event.getJsonObject("data");
    var variables = new HashMap<String, Object>();
    IDS.forEach(name -> variables.put(name, NewId.next()));
    variables.put("source", event.getString("source"));
    variables.put("event_id", event.getString("id"));
    variables.put("data", data.encode());
    for (var name : List.of("order_id", "user_id", "invoice_id", "paid_at")) {
      variables.put(name, data.getString(name));
    }
    return variables;
  }

  private void acknowledge(Delivery message) {
    try {
      channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
