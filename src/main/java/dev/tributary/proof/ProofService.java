package dev.tributary.proof;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Recomputes every law of the money from the rows themselves, over the whole database, and names
 * what breaks one. It repairs nothing, and trusts no counter that it could add up itself.
 */
public final class ProofService {
  /** Less than the silence after which the HTTP server gives a connection up. */
  private static final Duration LIMIT = Duration.ofSeconds(25);

  private final Database database;
  private final List<Check> checks;

  /**
   * Proves what the ledger and these machines hold.
   *
   * @param machines each kept in the table of its name
   */
  public ProofService(Database database, List<StateTable<?, ?>> machines) {
    this.database = database;
    checks = new ArrayList<>(LedgerChecks.ALL);
    checks.addAll(CommissionChecks.ALL);
    if (machines.stream().anyMatch(table -> table.machine().equals("payout"))) {
      checks.add(CommissionChecks.OF_PAYOUTS);
    }
    checks.addAll(StateChecks.of(machines));
  }

  /**
   * Runs all checks at one moment of the database, while everything else goes on.
   *
   * @return fails with {@code Forbidden}, or {@code proof_running} while another run is under way
   */
  public Future<Proof> run(Actor actor) {
    if (!actor.has(Role.ADMIN)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    return database.inspect(LIMIT, tx -> ProofStore.takeTurn(tx).compose(mine -> run(tx, mine)));
  }

  private Future<Proof> run(SqlClient tx, boolean mine) {
    return mine
        ? ProofStore.run(tx, checks)
        : Future.failedFuture(
            new Refusal(new Failure.Refused("proof_running", "Another proof is under way.")));
  }
}
