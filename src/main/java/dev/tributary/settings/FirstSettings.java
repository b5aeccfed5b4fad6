package dev.tributary.settings;

import dev.tributary.kernel.Rate;
import dev.tributary.platform.Config.Program;
import dev.tributary.platform.StartFailure;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Excluded;
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
    var settings = readable(program);
    if (!settings.allowsDestination(settings.defaultDestinationUrl())) {
      throw new StartFailure(
          "program.default_destination_url: expected an http(s) URL on one of the hosts of"
              + " program.allowed_link_hosts");
    }
    return settings;
  }

  private static Settings readable(Program program) {
    try {
      return read(program);
    } catch (IllegalArgumentException mistake) {
      throw new StartFailure("program." + mistake.getMessage());
    }
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
            program.approval().invoice().equals("auto")),
        list("milestones", program.milestones(), RewardEntries::milestone),
        list("referee_rewards", program.refereeRewards(), RewardEntries::refereeReward),
        list("excluded", program.excluded(), FirstSettings::excluded),
        program.allowedLinkHosts(),
        program.defaultDestinationUrl());
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
                return read(key, map, reader);
              }
              throw new StartFailure("program." + key + ": expected a list of mappings");
            })
        .toList();
  }

  private static <T> T read(String key, Map<?, ?> entry, Function<Map<?, ?>, T> reader) {
    try {
      return reader.apply(entry);
    } catch (IllegalArgumentException mistake) {
      throw new StartFailure("program." + key + ": " + mistake.getMessage());
    }
  }
}
