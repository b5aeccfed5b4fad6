package dev.tributary.settings;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Rate;
import dev.tributary.platform.Program;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Cell;
import dev.tributary.settings.Settings.Payouts;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What settings must be, in one place: whether they come from the configuration, from an editor or
 * from the database, they are read here, whole.
 */
final class DefinitionJson {
  private static final int MAX_WORD = 128;
  private static final int MAX_URL = 2048;
  private static final List<String> AUTO = List.of("manual", "auto");

  /** Stands where the approvals cannot be read. */
  private static final Approval MANUAL = new Approval(false, false, false, false);

  private DefinitionJson() {}

  /**
   * What an editor wants.
   *
   * @param effectiveAt empty for at once
   */
  record Proposal(Optional<Settings> settings, Optional<Instant> effectiveAt) {}

  /** Refuses with {@code Invalid}, which names every mistake. */
  static Proposal proposal(int version, JsonObject body) {
    return FieldsJson.read(body, in -> proposal(version, in));
  }

  private static Proposal proposal(int version, FieldsJson in) {
    var effectiveAt = in.optionalTime("effective_at");
    var settings = in.object("definition", definition -> read(version, definition));
    return new Proposal(settings, effectiveAt);
  }

  static Settings read(int version, FieldsJson in) {
    int months = in.number("max_months", Program.MAX_MONTHS);
    var settings =
        new Settings(
            version,
            new Rate(in.number("default_rate_ppm", Program.RATE_PPM)),
            in.number("max_triggers", Program.MAX_TRIGGERS),
            months == 0 ? OptionalInt.empty() : OptionalInt.of(months),
            in.number("hold_days", Program.HOLD_DAYS),
            in.number("max_codes", Program.MAX_CODES),
            attribution(in),
            in.word("commission_base", Base.class),
            in.object("approval", DefinitionJson::approval).orElse(MANUAL),
            payouts(in),
            RewardJson.milestones(in),
            RewardJson.refereeRewards(in),
            in.objects("matrix", DefinitionJson::cell),
            in.object("review_above", DefinitionJson::reviewAbove).orElse(Map.of()),
            hosts(in),
            in.text("default_destination_url", MAX_URL));
    checkDestination(in, settings);
    return settings;
  }

  private static Attribution attribution(FieldsJson in) {
    var model = in.word("attribution_model", Attribution.Model.class);
    int days = in.number("attribution_window_days", Program.WINDOW_DAYS);
    return new Attribution(model, Duration.ofDays(days));
  }

  private static Approval approval(FieldsJson in) {
    return new Approval(
        isAuto(in, "affiliate"), isAuto(in, "order"), isAuto(in, "invoice"), isAuto(in, "payout"));
  }

  private static boolean isAuto(FieldsJson in, String step) {
    return in.word(step, AUTO).equals("auto");
  }

  private static Payouts payouts(FieldsJson in) {
    var word = "expected a word of a-z, 0-9 and _";
    int min = in.number("min_payout_minor", Program.MIN_PAYOUT_MINOR);
    var methods = in.texts("payout_methods", Payouts::isMethod, word);
    var auto =
        in.texts("payout_auto_methods", methods::contains, "expected one of the payout_methods");
    return new Payouts(min, methods, auto);
  }

  private static Cell cell(FieldsJson in) {
    var kind = in.text("order_kind", MAX_WORD);
    var method = in.text("payment_method", MAX_WORD);
    var rate = in.optionalNumber("rate_ppm", Program.RATE_PPM);
    if (!in.has("earns") && rate.isEmpty()) {
      in.mistake("earns", "required where there is no rate_ppm");
    }
    boolean earns = in.optionalFlag("earns").orElse(true);
    if (!earns && rate.isPresent()) {
      in.mistake("rate_ppm", "expected none where earns is false");
    }
    var own = rate.isPresent() ? Optional.of(new Rate(rate.getAsInt())) : Optional.<Rate>empty();
    return new Cell(kind, method, earns, own);
  }

  private static Map<String, Long> reviewAbove(FieldsJson in) {
    var limits = new HashMap<String, Long>();
    for (var currency : in.names()) {
      limits.put(currency, in.minor(currency, 0));
      if (Currency.parse(currency).filter(c -> c.wire().equals(currency)).isEmpty()) {
        in.mistake(currency, "expected an ISO 4217 currency code in lower case");
      }
    }
    return limits;
  }

  private static List<String> hosts(FieldsJson in) {
    return in.texts(
        "allowed_link_hosts",
        host -> host.matches("[!-~]{1,255}"),
        "expected a host name, or *. and one");
  }

  private static void checkDestination(FieldsJson in, Settings settings) {
    var url = settings.defaultDestinationUrl();
    if (!url.isEmpty() && !settings.allowsDestination(url)) {
      in.mistake(
          "default_destination_url",
          "expected an http(s) URL on one of the hosts of allowed_link_hosts");
    }
  }
}
