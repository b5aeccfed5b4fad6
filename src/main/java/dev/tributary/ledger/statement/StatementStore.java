package dev.tributary.ledger.statement;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.ledger.Balance;
import dev.tributary.ledger.Bucket;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
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
import org.jspecify.annotations.Nullable;

/** The SQL that reads an owner's postings. */
final class StatementStore {
  private static final String IS_PAST = "SELECT $1 <= now() AS past";

  static final String BALANCES_AT =
      """
      SELECT p.currency,
             coalesce(sum(p.amount_minor) FILTER (WHERE bucket = 'pending'), 0)::bigint AS pending,
             coalesce(sum(p.amount_minor) FILTER (WHERE bucket = 'available'), 0)::bigint
               AS available,
             coalesce(sum(p.amount_minor) FILTER (WHERE bucket = 'reserved'), 0)::bigint
               AS reserved,
             coalesce(sum(p.amount_minor) FILTER (WHERE bucket = 'clearing'), 0)::bigint AS paid
      FROM posting p JOIN transfer t ON t.id = p.transfer_id
      WHERE p.owner = $1 AND p.bucket <> 'expense' AND (t.at < $2 OR $3 AND t.at = $2)
      GROUP BY p.currency ORDER BY p.currency
      """;

  // The balance after an entry is that of now less everything newer, so that the first page of a
  // long history reads no more than itself.
  static final String LIST_ENTRIES =
      """
      WITH page AS (
        SELECT p.id, p.transfer_id, p.bucket, p.currency, p.amount_minor, t.kind,
               split_part(t.key, ':', 2) AS reference, t.at
        FROM posting p JOIN transfer t ON t.id = p.transfer_id
        WHERE p.owner = $1 AND p.bucket <> 'expense' AND p.id < $2
          AND ($3::text IS NULL OR p.currency = $3)
          AND ($4::timestamptz IS NULL OR t.at >= $4) AND ($5::timestamptz IS NULL OR t.at < $5)
        ORDER BY p.id DESC LIMIT $6
      ), newer AS (
        SELECT p.id, a.balance_minor - coalesce(sum(p.amount_minor) OVER (
                 PARTITION BY p.bucket, p.currency ORDER BY p.id DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS balance_minor
        FROM posting p JOIN account a USING (owner, bucket, currency)
        WHERE p.owner = $1 AND p.bucket <> 'expense' AND p.id >= (SELECT min(id) FROM page)
      )
      SELECT page.*, newer.balance_minor FROM page JOIN newer USING (id) ORDER BY id DESC
      """;

  static final String LIST_MONTH =
      """
      WITH opening AS (
        SELECT p.bucket, p.currency, sum(p.amount_minor) AS minor
        FROM posting p JOIN transfer t ON t.id = p.transfer_id
        WHERE p.owner = $1 AND p.bucket <> 'expense' AND t.at < $2
        GROUP BY p.bucket, p.currency
      )
      SELECT p.id, p.transfer_id, p.bucket, p.currency, p.amount_minor, t.kind,
             split_part(t.key, ':', 2) AS reference, t.at,
             (coalesce(o.minor, 0) + sum(p.amount_minor) OVER (
                PARTITION BY p.bucket, p.currency ORDER BY p.id))::bigint AS balance_minor
      FROM posting p
      JOIN transfer t ON t.id = p.transfer_id
      LEFT JOIN opening o ON (o.bucket, o.currency) = (p.bucket, p.currency)
      WHERE p.owner = $1 AND p.bucket <> 'expense' AND t.at >= $2 AND t.at < $3
      ORDER BY p.id LIMIT $4
      """;

  private StatementStore() {}

  /** By the clock of the database, whose times the entries have. */
  static Future<Boolean> isPast(SqlClient client, Instant time) {
    return client
        .preparedQuery(IS_PAST)
        .execute(Tuple.of(utc(time)))
        .map(rows -> rows.iterator().next().getBoolean("past"));
  }

  /** The sums of all postings up to a moment, with those of the moment itself or without. */
  static Future<List<Balance>> balancesAt(
      SqlClient client, UUID owner, Instant time, boolean inclusive) {
    return client
        .preparedQuery(BALANCES_AT)
        .execute(Tuple.of(owner, utc(time), inclusive))
        .map(rows -> list(rows, StatementStore::balance));
  }

  static Future<List<Entry>> listEntries(
      SqlClient client, UUID owner, EntryFilter filter, int limit) {
    var row =
        Tuple.tuple()
            .addUUID(owner)
            .addLong(filter.before())
            .addString(filter.currency().map(Currency::code).orElse(null))
            .addOffsetDateTime(utc(filter.from()))
            .addOffsetDateTime(utc(filter.to()))
            .addInteger(limit);
    return client
        .preparedQuery(LIST_ENTRIES)
        .execute(row)
        .map(rows -> list(rows, StatementStore::entry));
  }

  /** The entries from one moment up to, not including, another, oldest first. */
  static Future<List<Entry>> listMonth(
      SqlClient client, UUID owner, Instant from, Instant to, int limit) {
    return client
        .preparedQuery(LIST_MONTH)
        .execute(Tuple.of(owner, utc(from), utc(to), limit))
        .map(rows -> list(rows, StatementStore::entry));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable OffsetDateTime utc(Optional<Instant> time) {
    return time.map(StatementStore::utc).orElse(null);
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapping) {
    return StreamSupport.stream(rows.spliterator(), false).map(mapping).toList();
  }

  private static Balance balance(Row row) {
    return new Balance(
        new Currency(row.getString("currency")),
        row.getLong("pending"),
        row.getLong("available"),
        row.getLong("reserved"),
        row.getLong("paid"));
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getLong("id"),
        row.getUUID("transfer_id"),
        row.getString("kind"),
        row.getString("reference"),
        Bucket.valueOf(row.getString("bucket").toUpperCase(Locale.ROOT)),
        Money.of(row.getLong("amount_minor"), new Currency(row.getString("currency"))),
        row.getLong("balance_minor"),
        row.getOffsetDateTime("at").toInstant());
  }
}
