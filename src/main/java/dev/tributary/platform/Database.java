package dev.tributary.platform;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The pool of PostgreSQL connections, with a bound on everything: how long a caller waits for a
 * connection, a lock, a statement and a whole transaction. It holds no SQL.
 */
public final class Database {
  private static final int QUEUE = 1024;
  private static final int CONNECT_TIMEOUT_S = 2;
  private static final int STATEMENT_TIMEOUT_MS = 2_500;
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;
  private static final int TRIES = 3;

  /** Serialization failure and deadlock: the transaction did nothing and may simply run again. */
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

  /**
   * Every statement of the service finds its rows by an index. On a new installation the planner
   * would rather read the tables, which are nearly empty, and a connection keeps such a plan for a
   * prepared statement while they grow: the last four settings keep it from that.
   */
  public static final Map<String, String> SESSION =
      Map.of(
          "application_name", "tributary",
          "TimeZone", "UTC",
          "statement_timeout", "3s",
          "lock_timeout", "2s",
          "idle_in_transaction_session_timeout", "15s",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off",
          "jit", "off");

  private static final String INSPECT =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
      SET LOCAL enable_seqscan = on;
      SET LOCAL enable_hashjoin = on;
      SET LOCAL enable_mergejoin = on;
      SET LOCAL statement_timeout =\s""";

  private final Pool pool;

  private Database(Pool pool) {
    this.pool = pool;
  }

  /**
   * Connects lazily: a database that is down now is found when it is up.
   *
   * @param role whose rights the statements have; empty for those of the user who connects
   */
  public static Database open(Vertx vertx, Config.Postgres config, String role) {
    var connect = connectOptions(config.url());
    if (!role.isEmpty()) {
      connect.addProperty("role", role);
    }
    var options = new PoolOptions();
    options
        .setMaxSize(config.poolSize())
        .setMaxWaitQueueSize(QUEUE)
        .setConnectionTimeout(CONNECT_TIMEOUT_S)
        .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    var pool =
        PgBuilder.pool()
            .with(options)
            .with(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_S * 1000))
            .connectingTo(connect)
            .using(vertx)
            .build();
    return new Database(pool);
  }

  static PgConnectOptions connectOptions(String url) {
    var options = PgConnectOptions.fromUri(url);
    options.setCachePreparedStatements(true).setPreparedStatementCacheMaxSize(512);
    SESSION.forEach(options::addProperty);
    return options;
  }

  /** Runs one statement outside a transaction. */
  public <T> Future<T> run(Function<SqlClient, Future<T>> statement) {
    return statement
        .apply(pool)
        .timeout(STATEMENT_TIMEOUT_MS, MILLISECONDS)
        .recover(Database::named);
  }

  /** The pool says in words only that it had no connection to give. */
  private static <T> Future<T> named(Throwable fault) {
    var message = String.valueOf(fault.getMessage());
    return Future.failedFuture(
        message.startsWith("Timeout") ? new TimeoutException("PostgreSQL: " + message) : fault);
  }

  /**
   * Runs the work in one transaction: committed when its future succeeds, rolled back when it
   * fails. Work that lost a deadlock or a serialization race runs again, up to three times in all.
   */
  public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return attempt(work, 1).timeout(TRANSACTION_TIMEOUT_MS, MILLISECONDS).recover(Database::named);
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int attempt) {
    return pool.withTransaction(work)
        .recover(
            fault ->
                attempt < TRIES && isRetryable(fault)
                    ? attempt(work, attempt + 1)
                    : Future.failedFuture(fault));
  }

  /**
   * Looks at one moment of the whole database without changing anything, for as long as the limit
   * allows: for the rare statement that may read everything.
   */
  public <T> Future<T> inspect(Duration limit, Function<SqlConnection, Future<T>> work) {
    var begin = INSPECT + limit.toMillis();
    return pool.withTransaction(tx -> tx.query(begin).execute().compose(ready -> work.apply(tx)))
        .timeout(limit.toMillis(), MILLISECONDS)
        .recover(Database::named);
  }

  private static boolean isRetryable(Throwable fault) {
    return fault instanceof PgException pg && RETRYABLE.contains(pg.getSqlState());
  }

  public Future<Void> close() {
    return pool.close();
  }
}
