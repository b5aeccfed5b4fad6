package dev.tributary.settings;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Program;
import dev.tributary.platform.StartFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns the {@code program} section of the configuration into version 1 of the settings. It has no
 * rules of its own.
 */
public final class FirstSettings {
  private FirstSettings() {}

  public static Settings of(Program program) {
    try {
      return SettingsJson.read(1, definition(program));
    } catch (Refusal refusal) {
      throw refusal.failure() instanceof Invalid invalid ? told(invalid) : refusal;
    }
  }

  private static StartFailure told(Invalid invalid) {
    return new StartFailure(
        invalid.errors().stream().map(FirstSettings::line).collect(Collectors.joining("\n")));
  }

  private static String line(FieldError mistake) {
    return "program" + mistake.pointer().replace('/', '.') + ": " + mistake.detail();
  }

  private static Map<String, Object> definition(Program program) {
    var definition = new HashMap<String, Object>();
    definition.put("default_rate_ppm", program.defaultRatePpm());
    definition.put("max_triggers", program.maxTriggers());
    definition.put("max_months", program.maxMonths());
    definition.put("hold_days", program.holdDays());
    definition.put("max_codes", program.maxCodes());
    definition.put("attribution_model", program.attributionModel());
    definition.put("attribution_window_days", program.attributionWindowDays());
    definition.put("commission_base", program.commissionBase());
    definition.put("approval", approval(program.approval()));
    definition.put("min_payout_minor", program.payouts().minMinor());
    definition.put("payout_methods", program.payouts().methods());
    definition.put("payout_auto_methods", program.payouts().autoMethods());
    definition.put("milestones", program.milestones());
    definition.put("referee_rewards", program.refereeRewards());
    definition.put("matrix", program.matrix());
    definition.put("review_above", reviewAbove(program.reviewAbove()));
    definition.put("allowed_link_hosts", program.allowedLinkHosts());
    definition.put("default_destination_url", program.defaultDestinationUrl());
    return definition;
  }

  private static Map<String, Object> approval(Program.Approval approval) {
    return Map.of(
        "affiliate", approval.affiliate(),
        "order", approval.order(),
        "invoice", approval.invoice(),
        "payout", approval.payout());
  }

  /** A list in the file, whose keys cannot be a matter of data; by currency everywhere else. */
  private static Map<String, Object> reviewAbove(List<?> limits) {
    var byCurrency = new HashMap<String, Object>();
    for (var limit : limits) {
      if (!(limit instanceof Map<?, ?> entry)
          || !(entry.get("currency") instanceof String text)
          || Currency.parse(text).isEmpty()
          || entry.get("amount") == null) {
        throw new StartFailure(
            "program.review_above: expected {currency: code, amount: minor units}");
      }
      byCurrency.put(Currency.parse(text).get().wire(), entry.get("amount"));
    }
    return byCurrency;
  }
}
