package dev.tributary.commission.explain;

import static java.util.Map.entry;

import java.util.Map;

/**
 * One sentence for each reason code, for people. What stands in brackets is said where its values
 * are known, else what stands after the bar: an affiliate is not shown all of them.
 */
final class Reasons {
  static final Map<String, String> SENTENCES =
      Map.ofEntries(
          // Which order, and whose it is.
          entry("duplicate_event", nothing("another event told of the order[ {order_id}|] before")),
          entry("order_cancelled", nothing("it was cancelled")),
          entry(
              "currency_mismatch", nothing("it was paid in another currency than it was made in")),
          entry(
              "order_of_another_user",
              nothing("it was placed by another user than it was told of")),
          entry("order_known", "The order had been written down before."),
          entry("order_recorded", "The order was written down; it earns when it is paid."),
          entry("order_unknown", "This waits for the order[ {order_id}|] that it belongs to."),
          entry("user_not_referred", nothing("nobody is known to have referred its buyer")),
          entry("waited_in_vain", nothing("what it waited for did not come in time")),
          entry("bound", "The buyer belongs to this affiliate[ since {bound_at}|]."),
          entry("referral_not_valid", nothing("the buyer's referral was rejected or has expired")),
          entry(
              "paid_before_registration",
              nothing("it was paid[ at {paid_at},|] before its buyer registered")),
          entry("affiliate_active", "The affiliate was active."),
          entry("affiliate_inactive", nothing("the affiliate was not active")),
          // Whether it earns, and on what.
          entry(
              "earns", "Orders [of kind {order_kind}|like this] [paid by {payment_method} |]earn."),
          entry(
              "order_kind_excluded",
              nothing("orders [of kind {order_kind}|of this kind] are excluded")),
          entry(
              "payment_method_excluded",
              nothing("orders paid [by {payment_method}|in this way] are excluded")),
          entry("base", "The commission is a part of [{base}|the base][, {mode} of {amount}|]."),
          entry("zero_base", nothing("there was no amount left to earn on")),
          entry(
              "trigger",
              "It is [order {trigger} of the {limit}|one of the orders] that earn for this buyer."),
          entry(
              "trigger_limit_reached",
              nothing("the referred user's limit of [{limit} |]earning orders was reached")),
          entry("no_limit", "There is no limit in time."),
          entry("inside", "It was paid in the time in which orders earn[, until {earns_until}|]."),
          entry(
              "duration_reached",
              nothing("the time in which orders earn was over[ at {earns_until}|]")),
          // How much.
          entry("rate", "The rate is [{rate}|set][ ({source})|]."),
          entry("amount", "The commission is [{amount}|worked out], rounded half up."),
          entry("share", "This payment releases [{share}|its part] of the commission."),
          entry("not_held", "Nobody has to look at it first."),
          entry("held_for_review", "This commission waits for somebody to look at its amount."),
          entry("zero_amount", nothing("its commission rounds to zero")),
          entry(
              "commission",
              "This payment earned [{amount}|a commission][; the whole order earns {rate} of"
                  + " {base}|]."),
          // What was taken back.
          entry("invoice_unknown", "This waits for the payment that it belongs to."),
          entry("payment_undecided", "This waits for the decision on the payment it belongs to."),
          entry(
              "refunded",
              "[{refund}|A part] of the commission was taken back because money was refunded."),
          entry("cancellation", "The order was cancelled, and what it had earned was taken back."),
          entry("refund", "The refund takes back its part of the commission[: {refund}|]."),
          entry("nothing_to_reverse", "There was no commission left to take back."));

  private Reasons() {}

  private static String nothing(String because) {
    return "This order earned nothing because " + because + ".";
  }
}
