package dev.tributary.settings;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Money;
import dev.tributary.settings.Prize.Value;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.RefereeReward;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the entries of {@code milestones} and {@code referee_rewards}, alike from a configuration
 * file and from the stored form, and refuses what it does not know with an {@code
 * IllegalArgumentException} that says what it expected.
 */
final class RewardEntries {
  private static final int MAX_NAME = 64;
  private static final int MAX_COUNT = 1_000_000_000;
  private static final int MAX_DAYS = 3_650;

  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "badge", Set.of(),
          "cash", Set.of("amount", "currency"),
          "host_credit", Set.of("amount", "currency"),
          "points", Set.of("points"),
          "voucher", Set.of("voucher_prefix"));

  private RewardEntries() {}

  static Milestone milestone(Map<?, ?> entry) {
    only(entry, Set.of("name", "referrals", "reward"));
    return new Milestone(name(entry), whole(entry, "referrals", MAX_COUNT), reward(entry));
  }

  static RefereeReward refereeReward(Map<?, ?> entry) {
    only(entry, Set.of("name", "reward"));
    var prize = reward(entry);
    if (prize.value() instanceof Value.Cash) {
      throw expected("reward.kind", "host_credit instead of cash: referred users have no account");
    }
    return new RefereeReward(name(entry), prize);
  }

  private static String name(Map<?, ?> entry) {
    if (entry.get("name") instanceof String name
        && !name.isBlank()
        && name.length() <= MAX_NAME
        && name.chars().noneMatch(Character::isISOControl)) {
      return name.strip();
    }
    throw expected("name", "a text of at most " + MAX_NAME + " characters");
  }

  /** Absent in settings that were written before rewards were worth anything. */
  private static Prize reward(Map<?, ?> entry) {
    return switch (entry.get("reward")) {
      case null -> Prize.BADGE;
      case Map<?, ?> reward -> prize(reward);
      default -> throw expected("reward", "a mapping such as {kind: points, points: 100}");
    };
  }

  private static Prize prize(Map<?, ?> reward) {
    var kind = String.valueOf(reward.get("kind"));
    var fields = FIELDS.get(kind);
    if (fields == null) {
      throw expected("reward.kind", "one of badge, cash, host_credit, points, voucher");
    }
    var always = Stream.of("kind", "expires_after_days");
    only(reward, Set.copyOf(Stream.concat(always, fields.stream()).toList()));
    var days =
        reward.containsKey("expires_after_days")
            ? OptionalInt.of(whole(reward, "expires_after_days", MAX_DAYS))
            : OptionalInt.empty();
    return new Prize(value(kind, reward), days);
  }

  private static Value value(String kind, Map<?, ?> reward) {
    return switch (kind) {
      case "cash" -> new Value.Cash(amount(reward));
      case "host_credit" -> new Value.HostCredit(amount(reward));
      case "points" -> new Value.Points(whole(reward, "points", MAX_COUNT));
      case "voucher" -> new Value.Voucher(prefix(reward));
      default -> new Value.Badge();
    };
  }

  private static Money amount(Map<?, ?> reward) {
    long minor =
        switch (reward.get("amount")) {
          case Integer number -> number;
          case Long number -> number;
          case null, default -> 0;
        };
    if (minor <= 0 || minor > Money.MAX_MINOR) {
      throw expected("amount", "whole minor units, above zero");
    }
    var currency = Currency.parse(String.valueOf(reward.get("currency")));
    return Money.of(
        minor, currency.orElseThrow(() -> expected("currency", "an ISO 4217 currency code")));
  }

  private static String prefix(Map<?, ?> reward) {
    var prefix = reward.containsKey("voucher_prefix") ? reward.get("voucher_prefix") : "";
    if (prefix instanceof String text && text.matches("[A-Za-z0-9-]{0,16}")) {
      return text.toUpperCase(Locale.ROOT);
    }
    throw expected("voucher_prefix", "at most 16 letters, digits and hyphens");
  }

  private static int whole(Map<?, ?> entry, String field, int max) {
    if (entry.get(field) instanceof Integer number && number > 0 && number <= max) {
      return number;
    }
    throw expected(field, "a whole number from 1 to " + max);
  }

  private static void only(Map<?, ?> entry, Set<String> fields) {
    var unknown = entry.keySet().stream().filter(key -> !fields.contains(key.toString())).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("no such field: " + unknown.getFirst());
    }
  }

  private static IllegalArgumentException expected(String field, String expectation) {
    return new IllegalArgumentException(field + ": expected " + expectation);
  }

  /** Names are keys: of two alike, the second would never be granted. */
  static void refuseDuplicates(String list, List<String> keys) {
    if (Set.copyOf(keys).size() < keys.size()) {
      throw new IllegalArgumentException(list + ": expected names that differ");
    }
  }
}
