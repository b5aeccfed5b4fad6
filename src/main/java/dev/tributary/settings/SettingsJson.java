package dev.tributary.settings;

import dev.tributary.kernel.Rate;
import dev.tributary.kernel.StateTable;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Excluded;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.Payouts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
        .put("excluded", array(settings.excluded(), SettingsJson::write))
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
    return new JsonObject().put("name", milestone.name()).put("referrals", milestone.referrals());
  }

  private static JsonObject write(Excluded cell) {
    return new JsonObject()
        .put("order_kind", cell.orderKind())
        .put("payment_method", cell.paymentMethod());
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
        list(json, "milestones", o -> new Milestone(text(o, "name"), o.getInteger("referrals"))),
        list(json, "excluded", o -> new Excluded(text(o, "order_kind"), text(o, "payment_method"))),
        json.getJsonArray("allowed_link_hosts").stream().map(Object::toString).toList(),
        text(json, "default_destination_url"));
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
