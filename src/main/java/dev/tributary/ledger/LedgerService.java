package dev.tributary.ledger;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.UUID;

/**
 * The only writer of balances. It moves money by balanced transfers inside the caller's
 * transaction; it never edits or removes a posting, and it decides no amounts.
 */
public final class LedgerService {
  private final Database database;

  public LedgerService(Database database) {
    this.database = database;
  }

  /**
   * Posts the transfers and changes the balances of their accounts. A key that was posted before
   * fails the transaction, and so does a balance that would leave its bounds.
   */
  public Future<Void> post(SqlClient tx, List<Transfer> transfers) {
    if (transfers.isEmpty()) {
      return Future.succeededFuture();
    }
    return LedgerStore.ensureAccounts(tx, transfers)
        .compose(ready -> LedgerStore.insertTransfers(tx, transfers));
  }

  /**
   * Posts the transfer if the account that it takes from holds as much, judged in the moment of the
   * debit; else it posts nothing. Who pays out goes this way: {@link #post} lets a reversal push
   * what is available below zero.
   *
   * @return whether it was posted
   */
  public Future<Boolean> postIfCovered(SqlClient tx, Transfer transfer) {
    return LedgerStore.insertIfCovered(tx, transfer);
  }

  /** What an account holds, read in the caller's transaction; zero if there is none. */
  public Future<Money> balance(SqlClient tx, Account account, Currency currency) {
    return LedgerStore.balance(tx, account, currency);
  }

  /** The balances of an owner, one for each currency they ever had. */
  public Future<List<Balance>> listBalances(UUID owner) {
    return database.run(client -> LedgerStore.listBalances(client, owner));
  }
}
