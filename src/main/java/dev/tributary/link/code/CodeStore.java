package dev.tributary.link.code;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.LinkId;
import dev.tributary.link.code.Code.Kind;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of the codes of one affiliate. */
final class CodeStore {
  private static final String COLUMNS =
      """
      c.id, c.code, c.kind, l.id AS link_id, l.destination_url, c.created_at, c.deactivated_at
      """;

  private static final String CODE =
      "SELECT " + COLUMNS + "FROM code c LEFT JOIN link l ON l.code_id = c.id\n";

  private static final String LIST =
      CODE + "WHERE c.affiliate_id = $1 AND c.id < $2 ORDER BY c.id DESC LIMIT $3";

  private static final String FIND = CODE + "WHERE c.affiliate_id = $1 AND c.code = $2";

  private static final String INSERT =
      """
      WITH c AS (
        INSERT INTO code (id, code, affiliate_id, kind) VALUES ($1, $2, $3, $4)
        ON CONFLICT (code) DO NOTHING RETURNING *
      ), l AS (
        INSERT INTO link (id, code_id, destination_url)
        SELECT $5, id, $6::text FROM c WHERE $6::text IS NOT NULL RETURNING *
      )
      SELECT
      """
          + COLUMNS
          + "FROM c LEFT JOIN l ON l.code_id = c.id";

  private static final String DEACTIVATE =
      """
      UPDATE code SET active = false, deactivated_at = now()
      WHERE affiliate_id = $1 AND code = $2 AND active
      """;

  private CodeStore() {}

  /**
   * The newest first.
   *
   * @param before ids smaller than this one
   */
  static Future<List<Code>> list(SqlClient client, AffiliateId affiliate, UUID before, int limit) {
    return many(client, LIST, Tuple.of(affiliate.value(), before, limit));
  }

  static Future<Optional<Code>> find(SqlClient client, AffiliateId affiliate, String text) {
    return many(client, FIND, Tuple.of(affiliate.value(), text)).map(f -> f.stream().findFirst());
  }

  /** Empty when the code is taken: nothing was written and the transaction is still good. */
  static Future<Optional<Code>> insert(
      SqlClient tx, AffiliateId affiliate, Kind kind, String text, Optional<String> destination) {
    var row =
        Tuple.of(
            NewId.next(),
            text,
            affiliate.value(),
            StateTable.word(kind),
            NewId.next(),
            destination.orElse(null));
    return many(tx, INSERT, row).map(made -> made.stream().findFirst());
  }

  /** True when this call switched it off. */
  static Future<Boolean> deactivate(SqlClient tx, AffiliateId affiliate, String text) {
    return tx.preparedQuery(DEACTIVATE)
        .execute(Tuple.of(affiliate.value(), text))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Future<List<Code>> many(SqlClient client, String sql, Tuple row) {
    return client
        .preparedQuery(sql)
        .execute(row)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(CodeStore::row).toList());
  }

  private static Code row(Row row) {
    return new Code(
        row.getUUID("id"),
        row.getString("code"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getUUID("link_id")).map(LinkId::new),
        Optional.ofNullable(row.getString("destination_url")),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("deactivated_at"))
            .map(OffsetDateTime::toInstant));
  }
}
