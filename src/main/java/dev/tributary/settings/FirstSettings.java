package dev.tributary.settings;

import dev.tributary.kernel.Rate;
import dev.tributary.platform.Config.Program;
import dev.tributary.platform.StartFailure;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Excluded;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.Payouts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Turns the {@code program} section of the configuration into version 1 of the settings. */
public final class FirstSettings {
  private FirstSettings() {}

  public static Settings of(Program program) {
    var settings = read(program);
    if (!settings.allowsDestination(settings.defaultDestinationUrl())) {
      throw new StartFailure(
          "program.default_destination_url: expected an http(s) URL on one of the hosts of"
              + " program.allowed_link_hosts");
    }
    if (!settings.payouts().isSound()) {
      throw new StartFailure(
          "program.payout_methods: expected words of a-z, 0-9 and _, with all of"
              + " program.payout_auto_methods among them");
    }
    return settings;
  }

  private static Settings read(Program program) {
    int months = program.maxMonths();
    return new Settings(
        1,
        new Rate(program.defaultRatePpm()),
        program.maxTriggers(),
        months == 0 ? OptionalInt.empty() : OptionalInt.of(months),
        program.holdDays(),
        program.maxCodes(),
        new Attribution(
            Attribution.Model.valueOf(program.attributionModel().toUpperCase(Locale.ROOT)),
            Duration.ofDays(program.attributionWindowDays())),
        Base.valueOf(program.commissionBase().toUpperCase(Locale.ROOT)),
        new Approval(
            program.approval().affiliate().equals("auto"),
            program.approval().order().equals("auto"),
            program.approval().invoice().equals("auto"),
            program.approval().payout().equals("auto")),
        new Payouts(
            program.payouts().minMinor(),
            program.payouts().methods(),
            program.payouts().autoMethods()),
        list("milestones", program.milestones(), FirstSettings::milestone),
        list("excluded", program.excluded(), FirstSettings::excluded),
        program.allowedLinkHosts(),
        program.defaultDestinationUrl());
  }

  private static Milestone milestone(Map<?, ?> entry) {
    if (entry.get("name") instanceof String name
        && entry.get("referrals") instanceof Integer referrals
        && referrals > 0) {
      return new Milestone(name, referrals);
    }
    throw new StartFailure("program.milestones: expected {name: text, referrals: above zero}");
  }

  private static Excluded excluded(Map<?, ?> entry) {
    if (entry.get("order_kind") instanceof String kind
        && entry.get("payment_method") instanceof String method) {
      return new Excluded(kind, method);
    }
    throw new StartFailure("program.excluded: expected {order_kind: text, payment_method: text}");
  }

  private static <T> List<T> list(String key, List<?> entries, Function<Map<?, ?>, T> reader) {
    return entries.stream()
        .map(
            entry -> {
              if (entry instanceof Map<?, ?> map) {
                return reader.apply(map);
              }
              throw new StartFailure("program." + key + ": expected a list of mappings");
            })
        .toList();
  }
}
