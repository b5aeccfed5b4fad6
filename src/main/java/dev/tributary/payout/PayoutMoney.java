package dev.tributary.payout;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.ledger.Account;
import dev.tributary.ledger.Bucket;
import dev.tributary.ledger.Transfer;
import java.util.List;

/** The transfers that a payout causes: one that reserves, and one that ends it either way. */
final class PayoutMoney {
  private PayoutMoney() {}

  static Transfer reserve(Payout payout) {
    return transfer("reserve", payout, "", Bucket.AVAILABLE, Bucket.RESERVED);
  }

  /**
   * What moves when a payout has come to this state. One that failed keeps its reserve, because it
   * may be tried again; so there is one return at most, the first.
   */
  static List<Transfer> onReaching(Payout payout) {
    return switch (payout.status()) {
      case REQUESTED, APPROVED, PROCESSING, FAILED -> List.of();
      case PAID -> List.of(transfer("settle", payout, "", Bucket.RESERVED, Bucket.CLEARING));
      case REJECTED, CANCELLED ->
          List.of(transfer("return", payout, ":1", Bucket.RESERVED, Bucket.AVAILABLE));
    };
  }

  static Account account(AffiliateId affiliate, Bucket bucket) {
    return new Account(affiliate.value(), bucket);
  }

  private static Transfer transfer(
      String kind, Payout payout, String time, Bucket from, Bucket to) {
    var affiliate = payout.affiliateId();
    return new Transfer(
        kind + ":" + payout.id() + time,
        kind,
        account(affiliate, from),
        account(affiliate, to),
        payout.amount());
  }
}
