package dev.tributary.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of this process, as nested records that mirror {@code config/default.yaml}. It is
 * read once at start; a value that is missing, malformed or unsafe refuses the start with all
 * mistakes at once.
 *
 * @param demo embedded servers, a generated secret and printed tokens
 * @param publicUrl where the world reaches the service, without a trailing slash
 */
public record Config(
    boolean demo,
    String publicUrl,
    Path dataDir,
    Http http,
    Listen management,
    Postgres postgres,
    String redisUrl,
    Rabbit rabbitmq,
    Jwt jwt,
    Limits limits,
    Clicks clicks,
    Strategies strategies,
    Notification notification,
    Duration releaseSweep,
    Events events,
    Program program) {

  /** An address to listen on. */
  public record Listen(String host, int port) {}

  /** The public HTTP server. */
  public record Http(
      Listen listen, int eventLoops, List<String> trustedProxies, List<String> corsOrigins) {}

  /**
   * The database; its URL is empty in demo mode.
   *
   * @param migrationUrl the same database as whoever owns the schema; empty for the same user
   */
  public record Postgres(String url, String migrationUrl, int poolSize) {
    @Override
    public String toString() {
      return "Postgres[***]";
    }
  }

  /** The broker; an empty URL means that there is none. */
  public record Rabbit(String url, String exchange, Queues queues, boolean declare, int prefetch) {
    /** The queues consumed, by what a bare body on them means. */
    public record Queues(String userRegistered, String orderPaid, String affiliateReward) {}

    @Override
    public String toString() {
      return "Rabbit[***]";
    }
  }

  /** Whose tokens are believed. */
  public record Jwt(Secret secret, String publicKeys, String issuer, String audience) {}

  /** How many requests a caller may send at once, and in how long they are given back. */
  public record Limit(int requests, Duration per) {}

  /** The rate limits by kind of caller. */
  public record Limits(Limit click, Limit unknownCode, Limit user, Limit trusted) {}

  /**
   * What visitors of links meet.
   *
   * @param fallbackUrl where links that lead nowhere send them; empty for a plain page
   * @param hosts names besides that of publicUrl under which links work; empty for any
   * @param countryDatabase a MaxMind file; empty for none
   * @param retention how long single clicks are kept
   */
  public record Clicks(
      String fallbackUrl, List<String> hosts, String countryDatabase, Duration retention) {}

  /** Which of the implementations that come with the service decides, by name. */
  public record Strategies(String referralValidation, String rewardCalculation) {}

  /**
   * Who is told of outgoing events besides the broker.
   *
   * @param events the types of those events
   */
  public record Notification(String notifier, List<String> events) {}

  /**
   * How long events are kept.
   *
   * @param waiting how long one may wait for another, counted from its arrival
   * @param outbox how long published ones are kept
   */
  public record Events(Duration waiting, Duration outbox) {}

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
  }

  /** Reads defaults, the file named by {@code TRIBUTARY_CONFIG} and the environment. */
  public static Config load(Map<String, String> environment) {
    var reader = new ConfigReader();
    reader.defaults();
    reader.file(environment.getOrDefault("TRIBUTARY_CONFIG", ""));
    reader.environment(environment);
    var config = read(reader);
    ConfigRules.check(config, reader);
    if (!reader.mistakes().isEmpty()) {
      throw new StartFailure(String.join("\n", reader.mistakes()));
    }
    return config;
  }

  /** The same settings with other servers and another secret: demo mode starts its own. */
  public Config with(String postgresUrl, String redisUrl, Secret secret) {
    return new Config(
        demo,
        publicUrl,
        dataDir,
        http,
        management,
        new Postgres(postgresUrl, "", postgres.poolSize()),
        redisUrl,
        rabbitmq,
        new Jwt(secret, jwt.publicKeys(), jwt.issuer(), jwt.audience()),
        limits,
        clicks,
        strategies,
        notification,
        releaseSweep,
        events,
        program);
  }

  /** Tells next to nothing, like its parts with a URL in them: those carry passwords. */
  @Override
  public String toString() {
    return "Config[" + publicUrl + "]";
  }

  private static Config read(ConfigReader in) {
    var http =
        new Http(
            listen(in, "http"),
            in.number("http.event_loops", 0, 64),
            in.texts("http.trusted_proxies"),
            in.texts("http.cors_origins"));
    return new Config(
        in.flag("demo"),
        publicUrl(in.text("public_url"), http.listen()),
        Path.of(in.text("data_dir")),
        http,
        listen(in, "management"),
        new Postgres(
            in.text("postgres.url"),
            in.text("postgres.migration_url"),
            in.number("postgres.pool_size", 1, 100)),
        in.text("redis.url"),
        rabbit(in),
        new Jwt(
            in.secret("jwt.secret"),
            in.text("jwt.public_keys"),
            in.text("jwt.issuer"),
            in.text("jwt.audience")),
        new Limits(
            limit(in, "limits.click"),
            limit(in, "limits.unknown_code"),
            limit(in, "limits.user"),
            limit(in, "limits.trusted")),
        new Clicks(
            in.text("clicks.fallback_url"),
            in.texts("clicks.hosts"),
            in.text("clicks.country_database"),
            Duration.ofDays(in.number("clicks.retention_days", 2, 3_650))),
        new Strategies(
            in.oneOf("strategies.referral_validation", "standard", "same_mailbox"),
            in.oneOf("strategies.reward_calculation", "milestones", "every_nth")),
        new Notification(
            in.oneOf("notification.notifier", "log", "digest"), in.texts("notification.events")),
        Duration.ofSeconds(in.number("commissions.release_seconds", 1, 86_400)),
        new Events(
            Duration.ofDays(in.number("events.waiting_days", 0, 365)),
            Duration.ofDays(in.number("events.outbox_days", 1, 3_650))),
        program(in));
  }

  private static String publicUrl(String given, Listen listen) {
    return given.isEmpty() ? "http://localhost:" + listen.port() : given.replaceAll("/+$", "");
  }

  private static Listen listen(ConfigReader in, String key) {
    return new Listen(in.text(key + ".host"), in.number(key + ".port", 0, 65_535));
  }

  private static Limit limit(ConfigReader in, String key) {
    return new Limit(
        in.number(key + ".requests", 1, 10_000_000),
        Duration.ofSeconds(in.number(key + ".seconds", 1, 86_400)));
  }

  private static Rabbit rabbit(ConfigReader in) {
    var queues =
        new Rabbit.Queues(
            in.text("rabbitmq.queues.user_registered"),
            in.text("rabbitmq.queues.order_paid"),
            in.text("rabbitmq.queues.affiliate_reward"));
    return new Rabbit(
        in.text("rabbitmq.url"),
        in.text("rabbitmq.exchange"),
        queues,
        in.flag("rabbitmq.declare"),
        in.number("rabbitmq.prefetch", 1, 10_000));
  }

  private static Program program(ConfigReader in) {
    return new Program(
        in.number("program.default_rate_ppm", 0, 1_000_000),
        in.number("program.max_triggers", 1, 1_000_000),
        in.number("program.max_months", 0, 1_200),
        in.number("program.hold_days", 0, 365),
        in.number("program.max_codes", 1, 1_000),
        in.oneOf("program.attribution_model", "last_click", "first_click"),
        in.number("program.attribution_window_days", 1, 365),
        in.oneOf("program.commission_base", "net", "gross"),
        new Program.Approval(
            in.oneOf("program.approval.affiliate", "auto", "manual"),
            in.oneOf("program.approval.order", "auto", "manual"),
            in.oneOf("program.approval.invoice", "auto", "manual"),
            in.oneOf("program.approval.payout", "auto", "manual")),
        new Program.Payouts(
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
