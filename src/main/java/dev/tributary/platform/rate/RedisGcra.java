package dev.tributary.platform.rate;

import dev.tributary.platform.Resource;
import dev.tributary.platform.rate.RateLimiter.Question;
import dev.tributary.platform.rate.RateLimiter.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code limiter.lua} over one held Redis connection, which costs half of what a pool does. A
 * held connection never reconnects by itself: its owner drops it after any failure and connects
 * anew. It is confined to the context of its owner.
 */
final class RedisGcra {
  private static final String SCRIPT = Resource.text("limiter.lua");
  private static final String PREFIX = "tributary:limit:";
  private static final int ANSWERS_PER_KEY = 4;

  private final Vertx vertx;
  private final String url;
  private String sha = "";
  private @Nullable Redis client;
  private @Nullable RedisConnection connection;

  RedisGcra(Vertx vertx, String url) {
    this.vertx = vertx;
    this.url = url;
  }

  /** A client of its own for every attempt, so that dropping it also ends a stuck handshake. */
  Future<Void> connect() {
    var attempt = Redis.createClient(vertx, url);
    client = attempt;
    return attempt
        .connect()
        .compose(
            connected -> {
              if (!attempt.equals(client)) {
                return Future.failedFuture("dropped while connecting");
              }
              connection = connected.exceptionHandler(_ -> {});
              return loadScript(connected);
            });
  }

  private Future<Void> loadScript(RedisConnection connected) {
    return connected
        .send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(SCRIPT))
        .onSuccess(loaded -> sha = loaded.toString())
        .mapEmpty();
  }

  /** One verdict for each question, in their order; a key asked twice is counted twice. */
  Future<List<Verdict>> take(List<Question> questions) {
    var connected = connection;
    if (connected == null) {
      return Future.failedFuture("not connected");
    }
    return run(connected, questions)
        .recover(
            failure ->
                isForgotten(failure)
                    ? loadScript(connected).compose(_ -> run(connected, questions))
                    : Future.failedFuture(failure))
        .map(RedisGcra::verdicts);
  }

  /** After SCRIPT FLUSH, or after a restart of Redis behind a proxy that kept our connection. */
  private static boolean isForgotten(Throwable failure) {
    var message = failure.getMessage();
    return message != null && message.startsWith("NOSCRIPT");
  }

  private Future<Response> run(RedisConnection connected, List<Question> questions) {
    var call = Request.cmd(Command.EVALSHA).arg(sha).arg(questions.size());
    questions.forEach(question -> call.arg(PREFIX + question.key()));
    questions.forEach(
        question -> call.arg(question.limit().burst()).arg(question.limit().stepMicros()));
    return connected.send(call);
  }

  private static List<Verdict> verdicts(Response answers) {
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < answers.size(); i += ANSWERS_PER_KEY) {
      verdicts.add(
          new Verdict(
              answers.get(i).toInteger() == 1,
              answers.get(i + 1).toLong(),
              Duration.of(answers.get(i + 2).toLong(), ChronoUnit.MICROS),
              Duration.of(answers.get(i + 3).toLong(), ChronoUnit.MICROS)));
    }
    return verdicts;
  }

  void drop() {
    if (client != null) {
      client.close();
    }
    client = null;
    connection = null;
  }
}
