package dev.tributary.ledger;

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

  /** The balances of an owner, one for each currency they ever had. */
  public Future<List<Balance>> listBalances(UUID owner) {
    return database.run(client -> LedgerStore.listBalances(client, owner));
  }
}
