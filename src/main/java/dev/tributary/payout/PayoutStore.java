package dev.tributary.payout;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.StateTable;
import dev.tributary.payout.PayoutService.Filter;
import dev.tributary.payout.PayoutStepService.Step;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The SQL of payouts. */
final class PayoutStore {
  private static final String COLUMNS =
      """
      SELECT p.id, p.affiliate_id, a.user_id, p.amount_minor, p.currency, p.method, p.status,
             p.batch_id, p.reference, p.reason, p.created_at, p.updated_at
      """;

  private static final String PAYOUT =
      COLUMNS + "FROM payout p JOIN affiliate a ON a.id = p.affiliate_id\n";

  private static final String INSERT =
      """
      WITH p AS (
        INSERT INTO payout (id, affiliate_id, amount_minor, currency, method, status)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
      )
      """
          + COLUMNS
          + "FROM p JOIN affiliate a ON a.id = p.affiliate_id";

  private static final String FIND = PAYOUT + "WHERE p.id = $1";

  private static final String LIST =
      PAYOUT
          + """
          WHERE ($1::text IS NULL OR a.user_id = $1) AND ($2::uuid IS NULL OR p.affiliate_id = $2)
            AND ($3::text IS NULL OR p.status = $3)
            AND ($4::timestamptz IS NULL OR p.created_at >= $4)
            AND ($5::timestamptz IS NULL OR p.created_at < $5)
            AND ($6::uuid IS NULL OR p.id < $6)
          ORDER BY p.id DESC LIMIT $7
          """;

  private static final String TAKE = PAYOUT + "WHERE p.id = ANY($1) ORDER BY p.id FOR UPDATE OF p";

  private static final String TAKE_PAYABLE =
      PAYOUT
          + """
          WHERE p.status = 'approved' AND p.method = $1 AND p.currency = $2 AND a.user_id <> $3
          ORDER BY p.id LIMIT $4 FOR UPDATE OF p
          """;

  private static final String LIST_BATCH = PAYOUT + "WHERE p.batch_id = $1 ORDER BY p.id";

  private static final String SET_STATUS =
      """
      WITH step AS (
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
          AS s(id, from_status, to_status, reference, reason, batch_id)
      ), p AS (
        UPDATE payout SET status = s.to_status, reason = s.reason, updated_at = now(),
                          reference = coalesce(s.reference, payout.reference),
                          batch_id = coalesce(payout.batch_id, s.batch_id)
        FROM step s WHERE payout.id = s.id AND payout.status = s.from_status RETURNING payout.*
      )
      """
          + COLUMNS
          + "FROM p JOIN affiliate a ON a.id = p.affiliate_id ORDER BY p.id";

  private PayoutStore() {}

  static Future<Payout> insert(
      SqlClient tx, PayoutId id, AffiliateId affiliate, Wish wish, PayoutState status) {
    var row =
        Tuple.of(
            id.value(),
            affiliate.value(),
            wish.amount().minor(),
            wish.amount().currency().code(),
            wish.method(),
            StateTable.word(status));
    return many(tx, INSERT, row).map(List::getFirst);
  }

  static Future<Optional<Payout>> find(SqlClient client, PayoutId id) {
    return many(client, FIND, Tuple.of(id.value())).map(found -> found.stream().findFirst());
  }

  static Future<List<Payout>> list(SqlClient client, Filter filter, int limit) {
    var row =
        Tuple.tuple()
            .addString(filter.userId().orElse(null))
            .addUUID(filter.affiliateId().map(AffiliateId::value).orElse(null))
            .addString(filter.status().map(StateTable::word).orElse(null))
            .addOffsetDateTime(filter.from().map(PayoutStore::utc).orElse(null))
            .addOffsetDateTime(filter.until().map(PayoutStore::utc).orElse(null))
            .addUUID(filter.after().map(PayoutId::value).orElse(null))
            .addInteger(limit);
    return many(client, LIST, row);
  }

  private static OffsetDateTime utc(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  /** Locks them in the order of their ids, so that two who take several do not deadlock. */
  static Future<List<Payout>> take(SqlClient tx, List<PayoutId> ids) {
    var values = ids.stream().map(PayoutId::value).toArray(UUID[]::new);
    return many(tx, TAKE, Tuple.tuple().addArrayOfUUID(values));
  }

  /** Locks approved payouts, those that were asked for first; none of this user's own. */
  static Future<List<Payout>> takePayable(
      SqlClient tx, String method, Currency currency, String exceptUser, int limit) {
    return many(tx, TAKE_PAYABLE, Tuple.of(method, currency.code(), exceptUser, limit));
  }

  static Future<List<Payout>> listBatch(SqlClient client, BatchId batch) {
    return many(client, LIST_BATCH, Tuple.of(batch.value()));
  }

  /** The caller holds the locks, so each payout still stands where the step begins. */
  static Future<List<Payout>> setStatus(SqlClient tx, List<Move> moves) {
    var row =
        Tuple.tuple()
            .addArrayOfUUID(
                moves.stream().map(m -> m.step().payout().id().value()).toArray(UUID[]::new))
            .addArrayOfString(texts(moves, move -> StateTable.word(move.step().payout().status())))
            .addArrayOfString(texts(moves, move -> StateTable.word(move.to())))
            .addArrayOfString(texts(moves, move -> move.step().note().reference().orElse(null)))
            .addArrayOfString(texts(moves, move -> move.step().note().reason().orElse(null)))
            .addArrayOfUUID(
                moves.stream()
                    .map(move -> move.step().batchId().map(BatchId::value).orElse(null))
                    .toArray(UUID[]::new));
    return many(tx, SET_STATUS, row);
  }

  /** A step with the edge that it takes. */
  record Move(Step step, PayoutState to) {}

  private static String[] texts(List<Move> moves, Function<Move, String> field) {
    return moves.stream().map(field).toArray(String[]::new);
  }

  private static Future<List<Payout>> many(SqlClient client, String sql, Tuple row) {
    return client
        .preparedQuery(sql)
        .execute(row)
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(PayoutStore::row).toList());
  }

  private static Payout row(Row row) {
    return new Payout(
        new PayoutId(row.getUUID("id")),
        new AffiliateId(row.getUUID("affiliate_id")),
        row.getString("user_id"),
        Money.of(row.getLong("amount_minor"), new Currency(row.getString("currency"))),
        row.getString("method"),
        PayoutState.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getUUID("batch_id")).map(BatchId::new),
        Optional.ofNullable(row.getString("reference")),
        Optional.ofNullable(row.getString("reason")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant());
  }
}
