package dev.tributary.settings;

import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One version of the program rules: what is paid, to whom, and under which limits. Pure data with
 * the questions the rest of the service asks of it.
 *
 * @param maxTriggers how many orders of one referred user earn
 * @param reviewAbove by currency, as on the wire: a commission of more minor units is held
 * @param maxMonths months after binding in which orders earn; empty means for ever
 */
public record Settings(
    int version,
    Rate defaultRate,
    int maxTriggers,
    OptionalInt maxMonths,
    int holdDays,
    int maxCodes,
    Attribution attribution,
    Base base,
    Approval approval,
    Payouts payouts,
    List<Milestone> milestones,
    List<RefereeReward> refereeRewards,
    List<Cell> matrix,
    Map<String, Long> reviewAbove,
    List<String> allowedLinkHosts,
    String defaultDestinationUrl) {

  private static final String ANY = "*";

  public Settings {
    milestones = List.copyOf(milestones);
    refereeRewards = List.copyOf(refereeRewards);
    matrix = List.copyOf(matrix);
    reviewAbove = Map.copyOf(reviewAbove);
    allowedLinkHosts = List.copyOf(allowedLinkHosts);
  }

  /** Which click of a visitor counts, and for how long after it. */
  public record Attribution(Model model, Duration window) {
    /** The last or the first click inside the window. */
    public enum Model {
      LAST_CLICK,
      FIRST_CLICK
    }
  }

  /** What a rate applies to: the amount without tax and shipping, or as paid. */
  public enum Base {
    NET,
    GROSS
  }

  /** Whether the system takes a step by itself. */
  public record Approval(
      boolean affiliateAuto, boolean orderAuto, boolean invoiceAuto, boolean payoutAuto) {}

  /**
   * What can be withdrawn, and how.
   *
   * @param minMinor minor units of whatever currency
   * @param autoMethods those that need nobody, as far as {@link Approval} allows
   */
  public record Payouts(long minMinor, List<String> methods, List<String> autoMethods) {
    private static final Pattern METHOD = Pattern.compile("[a-z0-9_]{1,64}");

    public Payouts {
      methods = List.copyOf(methods);
      autoMethods = List.copyOf(autoMethods);
    }

    static boolean isMethod(String text) {
      return METHOD.matcher(text).matches();
    }
  }

  /** A reward for so many qualified referrals. */
  public record Milestone(String name, int referrals, Prize prize) {
    /** The key under which it is granted once per affiliate. */
    public String key() {
      return "milestone:" + name.toLowerCase(Locale.ROOT);
    }
  }

  /** A reward for the referred user when the referral qualifies; never cash. */
  public record RefereeReward(String name, Prize prize) {
    /** The key under which it is granted once per referral, which a user has one of. */
    public String key() {
      return "referee:" + name.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What orders of a kind earn when they are paid in a way; {@code *} stands for any.
   *
   * @param rate instead of the default rate; an affiliate's own rate outranks it
   */
  public record Cell(String orderKind, String paymentMethod, boolean earns, Optional<Rate> rate) {
    /** True when it is about the way of paying, for some or all kinds of orders. */
    public boolean namesMethod() {
      return !paymentMethod.equals(ANY);
    }

    boolean covers(String kind, String method) {
      return isAnyOr(kind, orderKind) && isAnyOr(method, paymentMethod);
    }

    private static boolean isAnyOr(String value, String rule) {
      return rule.equals(ANY) || rule.equals(value);
    }
  }

  /** Whether a payout by this method is approved and paid in the moment of its request. */
  public boolean paysAtOnce(String method) {
    return approval.payoutAuto() && payouts.autoMethods().contains(method);
  }

  /** The first cell of the matrix that covers an order of this kind, paid this way. */
  public Optional<Cell> cell(String orderKind, String paymentMethod) {
    return matrix.stream().filter(cell -> cell.covers(orderKind, paymentMethod)).findFirst();
  }

  /** Whether people look at a commission of this amount before it is approved. */
  public boolean holdsForReview(Money amount) {
    var limit = reviewAbove.get(amount.currency().wire());
    return limit != null && amount.minor() > limit;
  }

  /**
   * Whether a link may lead there: an absolute http or https URL in printable ASCII without
   * credentials whose host is on the list. A host written {@code *.example.com} allows its
   * subdomains. What a browser could read differently than this does is refused.
   */
  public boolean allowsDestination(String url) {
    try {
      return url.chars().allMatch(c -> '!' <= c && c <= '~') && allowsDestination(new URI(url));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private boolean allowsDestination(URI url) {
    var host = url.getHost();
    var scheme = url.getScheme();
    return host != null
        && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        && url.getRawUserInfo() == null
        && allowedLinkHosts.stream().anyMatch(rule -> matches(lower(rule), lower(host)));
  }

  private static boolean matches(String rule, String host) {
    return rule.startsWith("*.") ? host.endsWith(rule.substring(1)) : host.equals(rule);
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
