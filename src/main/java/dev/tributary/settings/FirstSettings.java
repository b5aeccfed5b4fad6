package dev.tributary.settings;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;
import dev.tributary.platform.Config.Program;
import dev.tributary.platform.StartFailure;
import dev.tributary.settings.Settings.Approval;
import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Base;
import dev.tributary.settings.Settings.Cell;
import dev.tributary.settings.Settings.Payouts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the {@code program} section of the configuration into version 1 of the settings. */
public final class FirstSettings {
  private static final Set<String> CELL_KEYS =
      Set.of("order_kind", "payment_method", "earns", "rate_ppm");

  private FirstSettings() {}

  public static Settings of(Program program) {
    var settings = readable(program);
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
            program.approval().invoice().equals("auto"),
            program.approval().payout().equals("auto")),
        new Payouts(
            program.payouts().minMinor(),
            program.payouts().methods(),
            program.payouts().autoMethods()),
        list("milestones", program.milestones(), RewardEntries::milestone),
        list("referee_rewards", program.refereeRewards(), RewardEntries::refereeReward),
        list("matrix", program.matrix(), FirstSettings::cell),
        reviewAbove(program.reviewAbove()),
        program.allowedLinkHosts(),
        program.defaultDestinationUrl());
  }

  private static Cell cell(Map<?, ?> entry) {
    if (CELL_KEYS.containsAll(entry.keySet())
        && entry.get("order_kind") instanceof String kind
        && entry.get("payment_method") instanceof String method) {
      var rate = rate(entry.get("rate_ppm"));
      return new Cell(kind, method, earns(entry.get("earns"), rate), rate);
    }
    throw noCell();
  }

  private static Optional<Rate> rate(@Nullable Object ppm) {
    return switch (ppm) {
      case null -> Optional.empty();
      case Integer given when given >= 0 && given <= 1_000_000 -> Optional.of(new Rate(given));
      default -> throw noCell();
    };
  }

  private static boolean earns(@Nullable Object earns, Optional<Rate> rate) {
    if (earns == null && rate.isPresent()) {
      return true;
    }
    if (earns instanceof Boolean given && (given || rate.isEmpty())) {
      return given;
    }
    throw noCell();
  }

  private static StartFailure noCell() {
    return new StartFailure(
        "program.matrix: expected {order_kind: text, payment_method: text} with earns: true or"
            + " false, or with rate_ppm: 0 to 1000000");
  }

  private static Map<String, Long> reviewAbove(List<?> limits) {
    var read = new HashMap<String, Long>();
    list("review_above", limits, FirstSettings::limit)
        .forEach(limit -> read.put(limit.currency().wire(), limit.minor()));
    return read;
  }

  private static Money limit(Map<?, ?> entry) {
    if (entry.get("currency") instanceof String text
        && Currency.parse(text).isPresent()
        && entry.get("amount") instanceof Number minor
        && minor.longValue() >= 0) {
      return Money.of(minor.longValue(), Currency.parse(text).get());
    }
    throw new StartFailure("program.review_above: expected {currency: code, amount: minor units}");
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
