package dev.tributary.platform;

import java.util.List;

/** The first version of the program settings; {@code settings} gives it its meaning. */
public record Program(
    int defaultRatePpm,
    int maxTriggers,
    int maxMonths,
    int holdDays,
    int maxCodes,
    String attributionModel,
    int attributionWindowDays,
    String commissionBase,
    Approval approval,
    Payouts payouts,
    List<?> milestones,
    List<?> refereeRewards,
    List<?> matrix,
    List<?> reviewAbove,
    List<String> allowedLinkHosts,
    String defaultDestinationUrl) {
  /** Which steps need a person: each {@code auto} or {@code manual}. */
  public record Approval(String affiliate, String order, String invoice, String payout) {}

  /** What can be withdrawn, and how; the methods that need nobody are among the methods. */
  public record Payouts(int minMinor, List<String> methods, List<String> autoMethods) {}

  static Program read(ConfigReader in) {
    return new Program(
        in.number("program.default_rate_ppm", 0, 1_000_000),
        in.number("program.max_triggers", 1, 1_000_000),
        in.number("program.max_months", 0, 1_200),
        in.number("program.hold_days", 0, 365),
        in.number("program.max_codes", 1, 1_000),
        in.oneOf("program.attribution_model", "last_click", "first_click"),
        in.number("program.attribution_window_days", 1, 365),
        in.oneOf("program.commission_base", "net", "gross"),
        new Approval(
            in.oneOf("program.approval.affiliate", "auto", "manual"),
            in.oneOf("program.approval.order", "auto", "manual"),
            in.oneOf("program.approval.invoice", "auto", "manual"),
            in.oneOf("program.approval.payout", "auto", "manual")),
        new Payouts(
            in.number("program.min_payout_minor", 1, Integer.MAX_VALUE),
            in.texts("program.payout_methods"),
            in.texts("program.payout_auto_methods")),
        in.list("program.milestones"),
        in.list("program.referee_rewards"),
        in.list("program.matrix"),
        in.list("program.review_above"),
        in.texts("program.allowed_link_hosts"),
        in.text("program.default_destination_url"));
  }
}
