package dev.tributary.settings;

import dev.tributary.kernel.Money;
import dev.tributary.kernel.StateTable;
import dev.tributary.settings.Prize.Value;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Cell;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.RefereeReward;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Reads a configuration; refuses with {@code Invalid}. */
  static Settings read(int version, Map<String, Object> definition) {
    return FieldsJson.read(new JsonObject(definition), in -> DefinitionJson.read(version, in));
  }

  /** Reads what {@link #write} wrote, in this release or an earlier one. */
  public static Settings read(int version, JsonObject stored) {
    return FieldsJson.read(upToDate(stored), in -> DefinitionJson.read(version, in));
  }

  /** What earlier releases did not know has the meaning that it came with. */
  private static JsonObject upToDate(JsonObject stored) {
    var whole =
        new JsonObject()
            .put("referee_rewards", new JsonArray())
            .put("review_above", new JsonObject())
            .put("min_payout_minor", 1)
            .put("payout_methods", JsonArray.of("internal_balance"))
            .put("payout_auto_methods", JsonArray.of("internal_balance"))
            .mergeIn(stored);
    var approval = new JsonObject().put("payout", "auto");
    whole.put("approval", approval.mergeIn(stored.getJsonObject("approval", new JsonObject())));
    if (!stored.containsKey("matrix")) {
      whole.put("matrix", excluded(stored.getJsonArray("excluded", new JsonArray())));
      whole.remove("excluded");
    }
    return whole;
  }

  /** Settings of the first release name the cells that earn nothing, and only those. */
  private static JsonArray excluded(JsonArray cells) {
    var matrix = new JsonArray();
    cells.forEach(cell -> matrix.add(((JsonObject) cell).copy().put("earns", false)));
    return matrix;
  }
}
