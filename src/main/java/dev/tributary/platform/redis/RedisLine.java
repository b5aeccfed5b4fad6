package dev.tributary.platform.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one Lua script over one held Redis connection, which costs half of what a pool does. A held
 * connection never reconnects by itself: its owner drops it after any failure and connects anew. It
 * is confined to the context of its owner.
 */
final class RedisLine {
  private final Vertx vertx;
  private final RedisOptions options;
  private final String script;
  private String sha = "";
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;

  RedisLine(Vertx vertx, String url, String name, String script) {
    this.vertx = vertx;
    this.options = new RedisOptions().setConnectionString(url).setPoolName(name);
    this.script = script;
  }

  /**
   * A client of its own for every attempt, so that dropping it also ends a stuck handshake.
   *
   * @param lost called when the connection ends by itself
   */
  Future<Void> connect(Runnable lost) {
    var attempt = Redis.createClient(vertx, options);
    client = attempt;
    return attempt.connect().compose(connected -> hold(attempt, connected, lost));
  }

  private Future<Void> hold(Redis attempt, RedisConnection connected, Runnable lost) {
    if (!attempt.equals(client)) {
      return Future.failedFuture("dropped while connecting");
    }
    connection = connected.exceptionHandler(_ -> {}).endHandler(_ -> end(attempt, lost));
    return loadScript(connected);
  }

  private void end(Redis attempt, Runnable lost) {
    if (attempt.equals(client)) {
      lost.run();
    }
  }

  private Future<Void> loadScript(RedisConnection connected) {
    return connected
        .send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script))
        .onSuccess(loaded -> sha = loaded.toString())
        .mapEmpty();
  }

  /**
   * Runs the script.
   *
   * @param arguments adds the number of keys, the keys and the arguments
   */
  Future<Response> run(Consumer<Request> arguments) {
    var connected = connection;
    if (connected == null) {
      return Future.failedFuture("not connected");
    }
    return send(connected, arguments)
        .recover(
            failure ->
                isForgotten(failure)
                    ? loadScript(connected).compose(_ -> send(connected, arguments))
                    : Future.failedFuture(failure));
  }

  /** After SCRIPT FLUSH, or after a restart of Redis behind a proxy that kept our connection. */
  private static boolean isForgotten(Throwable failure) {
    var message = failure.getMessage();
    return message != null && message.startsWith("NOSCRIPT");
  }

  private Future<Response> send(RedisConnection connected, Consumer<Request> arguments) {
    var call = Request.cmd(Command.EVALSHA).arg(sha);
    arguments.accept(call);
    return connected.send(call);
  }

  void drop() {
    if (client != null) {
      client.close();
    }
    client = null;
    connection = null;
  }
}
