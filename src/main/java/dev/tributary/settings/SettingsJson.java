package dev.tributary.settings;

import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import dev.tributary.settings.Prize.Value;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Cell;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.Payouts;
import dev.tributary.settings.Settings.RefereeReward;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The stored form of the settings. */
public final class SettingsJson {
  private SettingsJson() {}

  public static JsonObject write(Settings settings) {
    return new JsonObject()
        .put("default_rate_ppm", settings.defaultRate().ppm())
        .put("max_triggers", settings.maxTriggers())
        .put("max_months", settings.maxMonths().orElse(0))
        .put("hold_days", settings.holdDays())
        .put("max_codes", settings.maxCodes())
        .put("attribution_model", StateTable.word(settings.attribution().model()))
        .put("attribution_window_days", settings.attribution().window().toDays())
        .put("commission_base", StateTable.word(settings.base()))
        .put("approval", write(settings.approval()))
        .put("min_payout_minor", settings.payouts().minMinor())
        .put("payout_methods", array(settings.payouts().methods(), method -> method))
        .put("payout_auto_methods", array(settings.payouts().autoMethods(), method -> method))
        .put("milestones", array(settings.milestones(), SettingsJson::write))
        .put("referee_rewards", array(settings.refereeRewards(), SettingsJson::write))
        .put("matrix", array(settings.matrix(), SettingsJson::write))
        .put("review_above", new JsonObject(new HashMap<>(settings.reviewAbove())))
        .put("allowed_link_hosts", array(settings.allowedLinkHosts(), host -> host))
        .put("default_destination_url", settings.defaultDestinationUrl());
  }

  private static JsonObject write(Approval approval) {
    return new JsonObject()
        .put("affiliate", approval.affiliateAuto() ? "auto" : "manual")
        .put("order", approval.orderAuto() ? "auto" : "manual")
        .put("invoice", approval.invoiceAuto() ? "auto" : "manual")
        .put("payout", approval.payoutAuto() ? "auto" : "manual");
  }

  private static JsonObject write(Milestone milestone) {
    return new JsonObject()
        .put("name", milestone.name())
        .put("referrals", milestone.referrals())
        .put("reward", write(milestone.prize()));
  }

  private static JsonObject write(RefereeReward entry) {
    return new JsonObject().put("name", entry.name()).put("reward", write(entry.prize()));
  }

  private static JsonObject write(Prize prize) {
    var json = new JsonObject().put("kind", prize.value().kind());
    prize.expiresAfterDays().ifPresent(days -> json.put("expires_after_days", days));
    return switch (prize.value()) {
      case Value.Badge() -> json;
      case Value.Cash(var amount) -> write(json, amount);
      case Value.HostCredit(var amount) -> write(json, amount);
      case Value.Points(var points) -> json.put("points", points);
      case Value.Voucher(var prefix) -> json.put("voucher_prefix", prefix);
    };
  }

  private static JsonObject write(JsonObject json, Money amount) {
    return json.put("amount", amount.minor()).put("currency", amount.currency().wire());
  }

  private static JsonObject write(Cell cell) {
    var json =
        new JsonObject()
            .put("order_kind", cell.orderKind())
            .put("payment_method", cell.paymentMethod())
            .put("earns", cell.earns());
    return cell.rate().map(rate -> json.put("rate_ppm", rate.ppm())).orElse(json);
  }

  private static <T> JsonArray array(List<T> values, Function<T, Object> writer) {
    var array = new JsonArray();
    values.forEach(value -> array.add(writer.apply(value)));
    return array;
  }

  /** Reads what {@link #write} wrote, or the same shape from a configuration file. */
  public static Settings read(int version, JsonObject json) {
    int months = json.getInteger("max_months");
    return new Settings(
        version,
        new Rate(json.getInteger("default_rate_ppm")),
        json.getInteger("max_triggers"),
        months == 0 ? OptionalInt.empty() : OptionalInt.of(months),
        json.getInteger("hold_days"),
        json.getInteger("max_codes"),
        new Attribution(
            Attribution.Model.valueOf(upper(json, "attribution_model")),
            Duration.ofDays(json.getInteger("attribution_window_days"))),
        Base.valueOf(upper(json, "commission_base")),
        approval(json.getJsonObject("approval")),
        payouts(json),
        list(json, "milestones", o -> RewardEntries.milestone(plain(o))),
        json.containsKey("referee_rewards")
            ? list(json, "referee_rewards", o -> RewardEntries.refereeReward(plain(o)))
            : List.of(),
        matrix(json),
        reviewAbove(json),
        json.getJsonArray("allowed_link_hosts").stream().map(Object::toString).toList(),
        text(json, "default_destination_url"));
  }

  /** Settings of the first release name the cells that earn nothing, and only those. */
  private static List<Cell> matrix(JsonObject json) {
    return list(json, json.containsKey("matrix") ? "matrix" : "excluded", SettingsJson::cell);
  }

  private static Cell cell(JsonObject json) {
    return new Cell(
        text(json, "order_kind"),
        text(json, "payment_method"),
        json.getBoolean("earns", false),
        Optional.ofNullable(json.getInteger("rate_ppm")).map(Rate::new));
  }

  private static Map<String, Long> reviewAbove(JsonObject json) {
    var limits = new HashMap<String, Long>();
    var stored = json.getJsonObject("review_above", new JsonObject());
    stored.fieldNames().forEach(currency -> limits.put(currency, stored.getLong(currency)));
    return limits;
  }

  private static Map<String, Object> plain(JsonObject entry) {
    var plain = new HashMap<>(entry.getMap());
    plain.computeIfPresent("reward", (key, reward) -> entry.getJsonObject(key).getMap());
    return plain;
  }

  private static Approval approval(JsonObject json) {
    return new Approval(
        isAuto(json, "affiliate"),
        isAuto(json, "order"),
        isAuto(json, "invoice"),
        json.getString("payout", "auto").equals("auto"));
  }

  /** Versions written before there were payouts say nothing of them. */
  private static Payouts payouts(JsonObject json) {
    return new Payouts(
        json.getLong("min_payout_minor", 1L),
        texts(json, "payout_methods", "internal_balance"),
        texts(json, "payout_auto_methods", "internal_balance"));
  }

  private static List<String> texts(JsonObject json, String key, String absent) {
    var array = json.getJsonArray(key, JsonArray.of(absent));
    return array.stream().map(Object::toString).toList();
  }

  private static boolean isAuto(JsonObject json, String key) {
    return text(json, key).equals("auto");
  }

  private static <T> List<T> list(JsonObject json, String key, Function<JsonObject, T> reader) {
    return json.getJsonArray(key).stream().map(JsonObject.class::cast).map(reader).toList();
  }

  private static String upper(JsonObject json, String key) {
    return text(json, key).toUpperCase(Locale.ROOT);
  }

  private static String text(JsonObject json, String key) {
    var value = json.getString(key);
    if (value == null) {
      throw new IllegalArgumentException("settings lack the key " + key);
    }
    return value;
  }
}
