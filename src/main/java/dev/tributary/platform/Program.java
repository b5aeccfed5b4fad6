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
  /** Bounds of a number, which hold for every version of the settings, not only for the first. */
  public record Range(int min, int max) {}

  public static final Range RATE_PPM = new Range(0, 1_000_000);
  public static final Range MAX_TRIGGERS = new Range(1, 1_000_000);
  public static final Range MAX_MONTHS = new Range(0, 1_200);
  public static final Range HOLD_DAYS = new Range(0, 365);
  public static final Range MAX_CODES = new Range(1, 1_000);
  public static final Range WINDOW_DAYS = new Range(1, 365);
  public static final Range MIN_PAYOUT_MINOR = new Range(1, Integer.MAX_VALUE);

  /** Which steps need a person: each {@code auto} or {@code manual}. */
  public record Approval(String affiliate, String order, String invoice, String payout) {}

  /** What can be withdrawn, and how; the methods that need nobody are among the methods. */
  public record Payouts(int minMinor, List<String> methods, List<String> autoMethods) {}

  static Program read(ConfigReader in) {
    return new Program(
        number(in, "program.default_rate_ppm", RATE_PPM),
        number(in, "program.max_triggers", MAX_TRIGGERS),
        number(in, "program.max_months", MAX_MONTHS),
        number(in, "program.hold_days", HOLD_DAYS),
        number(in, "program.max_codes", MAX_CODES),
        in.oneOf("program.attribution_model", "last_click", "first_click"),
        number(in, "program.attribution_window_days", WINDOW_DAYS),
        in.oneOf("program.commission_base", "net", "gross"),
        new Approval(
            in.oneOf("program.approval.affiliate", "auto", "manual"),
            in.oneOf("program.approval.order", "auto", "manual"),
            in.oneOf("program.approval.invoice", "auto", "manual"),
            in.oneOf("program.approval.payout", "auto", "manual")),
        new Payouts(
            number(in, "program.min_payout_minor", MIN_PAYOUT_MINOR),
            in.texts("program.payout_methods"),
            in.texts("program.payout_auto_methods")),
        in.list("program.milestones"),
        in.list("program.referee_rewards"),
        in.list("program.matrix"),
        in.list("program.review_above"),
        in.texts("program.allowed_link_hosts"),
        in.text("program.default_destination_url"));
  }

  private static int number(ConfigReader in, String key, Range range) {
    return in.number(key, range.min(), range.max());
  }
}
