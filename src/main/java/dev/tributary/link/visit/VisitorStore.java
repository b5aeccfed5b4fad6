package dev.tributary.link.visit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The SQL of the visitor key. */
final class VisitorStore {
  private static final String GET_TODAYS_KEY = "SELECT todays_visitor_key($1) AS key";

  private VisitorStore() {}

  /** The key of today, which is {@code fresh} when there was none. */
  static Future<byte[]> getTodaysKey(SqlClient client, byte[] fresh) {
    return client
        .preparedQuery(GET_TODAYS_KEY)
        .execute(Tuple.of(Buffer.buffer(fresh)))
        .map(rows -> rows.iterator().next().getBuffer("key").getBytes());
  }
}
