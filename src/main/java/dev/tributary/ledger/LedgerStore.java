package dev.tributary.ledger;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
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

  /**
   * One statement, whose first part decides: an UPDATE that has waited for the row looks at its
   * condition again, so two that take the last of it cannot both succeed.
   */
  private static final String INSERT_IF_COVERED =
      """
      WITH debited AS (
        UPDATE account SET balance_minor = balance_minor - $8::bigint
        WHERE (owner, bucket, currency) = ($4::uuid, $5::text, $9::text) AND balance_minor >= $8
        RETURNING 1
      ), credited AS (
        INSERT INTO account AS a (owner, bucket, currency, balance_minor)
        SELECT $6::uuid, $7::text, $9::text, $8::bigint FROM debited
        ON CONFLICT (owner, bucket, currency)
          DO UPDATE SET balance_minor = a.balance_minor + EXCLUDED.balance_minor
      ), made AS (
        INSERT INTO transfer (id, key, kind) SELECT $1::uuid, $2::text, $3::text FROM debited
      )
      INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
      SELECT $1::uuid, p.owner, p.bucket, $9::text, p.amount_minor
      FROM debited, (VALUES ($4::uuid, $5::text, -$8::bigint), ($6::uuid, $7::text, $8::bigint))
        AS p(owner, bucket, amount_minor)
      """;

  private static final String BALANCE =
      "SELECT balance_minor FROM account WHERE (owner, bucket, currency) = ($1, $2, $3)";

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

  static Future<Boolean> insertIfCovered(SqlClient tx, Transfer transfer) {
    var row =
        Tuple.tuple()
            .addUUID(NewId.next())
            .addString(transfer.key())
            .addString(transfer.kind())
            .addUUID(transfer.from().owner())
            .addString(StateTable.word(transfer.from().bucket()))
            .addUUID(transfer.to().owner())
            .addString(StateTable.word(transfer.to().bucket()))
            .addLong(transfer.amount().minor())
            .addString(transfer.amount().currency().code());
    return tx.preparedQuery(INSERT_IF_COVERED).execute(row).map(rows -> rows.rowCount() > 0);
  }

  static Future<Money> balance(SqlClient tx, Account account, Currency currency) {
    return tx.preparedQuery(BALANCE)
        .mapping(row -> row.getLong("balance_minor"))
        .execute(Tuple.of(account.owner(), StateTable.word(account.bucket()), currency.code()))
        .map(rows -> Money.of(rows.size() == 0 ? 0 : rows.iterator().next(), currency));
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
