package dev.tributary.affiliate;

import dev.tributary.kernel.Rate;
import java.util.List;
import java.util.Optional;

/**
 * The rights of one affiliate, where they differ from those of everybody.
 *
 * @param rate instead of the settings'; outranks the matrix
 * @param maxTriggers orders of one referred user that earn, instead of the settings'; at least one
 * @param canInvite whether their codes bind anybody
 * @param walletKind which of the host's wallets they are paid into
 * @param tags words of the staff's own
 */
public record Policy(
    Optional<Rate> rate,
    Optional<Integer> maxTriggers,
    boolean canInvite,
    WalletKind walletKind,
    List<String> tags) {

  public Policy {
    tags = List.copyOf(tags);
  }

  /** The wallets of the host. */
  public enum WalletKind {
    COMMISSION,
    MAIN
  }
}
