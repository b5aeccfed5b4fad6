package dev.tributary;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.kernel.StateTable;
import dev.tributary.payout.PayoutState;
import dev.tributary.referral.ReferralState;
import dev.tributary.reward.RewardState;
import java.util.List;

/** Everything that has states, each kept in the SQL table of its name. */
final class Machines {
  static final List<StateTable<?, ?>> ALL =
      List.of(
          AffiliateState.TABLE,
          ReferralState.TABLE,
          OrderCommissionState.TABLE,
          InvoiceCommissionState.TABLE,
          RewardState.TABLE,
          PayoutState.TABLE);

  private Machines() {}
}
