package dev.tributary.ledger;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The SQL of accounts, transfers and postings. */
final class LedgerStore {
  // Separate from the transfer because a row that INSERT proposes must pass the balance checks by
  // itself, and a debit alone would not. The order keeps two writers from deadlocking.
  private static final String ENSURE_ACCOUNTS =
      """
      INSERT INTO account (owner, bucket, currency, balance_minor)
      SELECT DISTINCT owner, bucket, currency,
             CASE WHEN bucket <> 'expense' THEN 0::bigint END
      FROM unnest($1::uuid[], $2::text[], $3::text[]) AS a(owner, bucket, currency)
      ORDER BY owner, bucket, currency
      ON CONFLICT DO NOTHING
      """;

  private static final String INSERT_TRANSFERS =
      """
      WITH made AS (
        INSERT INTO transfer (id, key, kind)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
      ), entry AS (
        SELECT * FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::bigint[])
          AS p(transfer_id, owner, bucket, currency, amount_minor)
      ), delta AS (
        SELECT owner, bucket, currency, sum(amount_minor) AS amount_minor
        FROM entry WHERE bucket <> 'expense'
        GROUP BY owner, bucket, currency HAVING sum(amount_minor) <> 0
      ), locked AS (
        SELECT a.owner, a.bucket, a.currency, d.amount_minor
        FROM account a JOIN delta d USING (owner, bucket, currency)
        ORDER BY a.owner, a.bucket, a.currency FOR UPDATE OF a
      ), moved AS (
        UPDATE account a SET balance_minor = a.balance_minor + l.amount_minor FROM locked l
        WHERE (a.owner, a.bucket, a.currency) = (l.owner, l.bucket, l.currency)
      )
      INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
      SELECT transfer_id, owner, bucket, currency, amount_minor FROM entry
      """;

  private static final String LIST_BALANCES =
      """
      SELECT currency,
             coalesce(sum(balance_minor) FILTER (WHERE bucket = 'pending'), 0)::bigint AS pending,
             coalesce(sum(balance_minor) FILTER (WHERE bucket = 'available'), 0)::bigint
               AS available,
             coalesce(sum(balance_minor) FILTER (WHERE bucket = 'reserved'), 0)::bigint AS reserved,
             coalesce(sum(balance_minor) FILTER (WHERE bucket = 'clearing'), 0)::bigint AS paid
      FROM account WHERE owner = $1 GROUP BY currency ORDER BY currency
      """;

  private LedgerStore() {}

  static Future<Void> ensureAccounts(SqlClient tx, List<Transfer> transfers) {
    var postings = postings(transfers);
    var row = Tuple.of(owners(postings), buckets(postings), currencies(postings));
    return tx.preparedQuery(ENSURE_ACCOUNTS).execute(row).mapEmpty();
  }

  static Future<Void> insertTransfers(SqlClient tx, List<Transfer> transfers) {
    var ids = transfers.stream().map(transfer -> NewId.next()).toArray(UUID[]::new);
    var postings = postings(transfers);
    var postingIds = new UUID[postings.size()];
    for (int i = 0; i < postingIds.length; i++) {
      postingIds[i] = ids[i * ids.length / postingIds.length];
    }
    var row =
        Tuple.tuple()
            .addArrayOfUUID(ids)
            .addArrayOfString(transfers.stream().map(Transfer::key).toArray(String[]::new))
            .addArrayOfString(transfers.stream().map(Transfer::kind).toArray(String[]::new))
            .addArrayOfUUID(postingIds)
            .addArrayOfUUID(owners(postings))
            .addArrayOfString(buckets(postings))
            .addArrayOfString(currencies(postings))
            .addArrayOfLong(postings.stream().map(p -> p.amount().minor()).toArray(Long[]::new));
    return tx.preparedQuery(INSERT_TRANSFERS).execute(row).mapEmpty();
  }

  static Future<List<Balance>> listBalances(SqlClient client, UUID owner) {
    return client
        .preparedQuery(LIST_BALANCES)
        .execute(Tuple.of(owner))
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(LedgerStore::row).toList());
  }

  private static Balance row(Row row) {
    return new Balance(
        new Currency(row.getString("currency")),
        row.getLong("pending"),
        row.getLong("available"),
        row.getLong("reserved"),
        row.getLong("paid"));
  }

  private static List<Transfer.Posting> postings(List<Transfer> transfers) {
    return transfers.stream().flatMap(transfer -> transfer.postings().stream()).toList();
  }

  private static UUID[] owners(List<Transfer.Posting> postings) {
    return postings.stream().map(posting -> posting.account().owner()).toArray(UUID[]::new);
  }

  private static String[] buckets(List<Transfer.Posting> postings) {
    return postings.stream()
        .map(posting -> StateTable.word(posting.account().bucket()))
        .toArray(String[]::new);
  }

  private static String[] currencies(List<Transfer.Posting> postings) {
    return postings.stream().map(p -> p.amount().currency().code()).toArray(String[]::new);
  }
}
