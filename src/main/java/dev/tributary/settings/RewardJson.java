package dev.tributary.settings;

import dev.tributary.kernel.Money;
import dev.tributary.platform.Program.Range;
import dev.tributary.settings.Prize.Value;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.RefereeReward;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads the entries of {@code milestones} and {@code referee_rewards}. It grants nothing. */
final class RewardJson {
  private static final int MAX_NAME = 64;
  private static final Range COUNT = new Range(1, 1_000_000_000);
  private static final Range DAYS = new Range(1, 3_650);
  private static final List<String> KINDS =
      List.of("badge", "cash", "host_credit", "points", "voucher");

  private RewardJson() {}

  static List<Milestone> milestones(FieldsJson in) {
    var read = in.objects("milestones", RewardJson::milestone);
    refuseDuplicates(in, "milestones", read, Milestone::key);
    return read;
  }

  private static Milestone milestone(FieldsJson in) {
    return new Milestone(name(in), in.number("referrals", COUNT), reward(in));
  }

  static List<RefereeReward> refereeRewards(FieldsJson in) {
    var read = in.objects("referee_rewards", RewardJson::refereeReward);
    refuseDuplicates(in, "referee_rewards", read, RefereeReward::key);
    return read;
  }

  private static RefereeReward refereeReward(FieldsJson in) {
    var prize = reward(in);
    if (prize.value() instanceof Value.Cash) {
      in.at("reward")
          .mistake("kind", "expected host_credit instead of cash: referred users have no account");
    }
    return new RefereeReward(name(in), prize);
  }

  /** Names are keys: of two alike, the second would never be granted. */
  private static <T> void refuseDuplicates(
      FieldsJson in, String list, List<T> entries, Function<T, String> key) {
    var seen = new HashSet<String>();
    if (!entries.stream().allMatch(entry -> seen.add(key.apply(entry)))) {
      in.mistake(list, "expected names that differ");
    }
  }

  private static String name(FieldsJson in) {
    return in.text("name", MAX_NAME).strip();
  }

  /** Absent in settings that were written before rewards were worth anything. */
  private static Prize reward(FieldsJson in) {
    return in.optionalObject("reward", RewardJson::prize).orElse(Prize.BADGE);
  }

  private static Prize prize(FieldsJson in) {
    return new Prize(value(in), in.optionalNumber("expires_after_days", DAYS));
  }

  private static Value value(FieldsJson in) {
    return switch (in.word("kind", KINDS)) {
      case "cash" -> new Value.Cash(amount(in));
      case "host_credit" -> new Value.HostCredit(amount(in));
      case "points" -> new Value.Points(in.number("points", COUNT));
      case "voucher" -> new Value.Voucher(prefix(in));
      default -> new Value.Badge();
    };
  }

  private static Money amount(FieldsJson in) {
    return Money.of(in.minor("amount", 1), in.currency("currency"));
  }

  private static String prefix(FieldsJson in) {
    return in.optionalMatch(
            "voucher_prefix", "[A-Za-z0-9-]{0,16}", "expected at most 16 letters, digits, hyphens")
        .toUpperCase(Locale.ROOT);
  }
}
