package dev.tributary.reward;

import dev.tributary.settings.Settings.Milestone;
import java.util.List;

/**
 * Decides which milestones bring a reward when an affiliate's referrals have come to a number. Each
 * number is asked for once or, in a batch, together with those around it, and what was granted
 * before is granted no more: the key sees to that. It must be pure.
 */
@FunctionalInterface
public interface RewardCalculation {
  /**
   * A reward that is due.
   *
   * @param key under which it is granted once for each affiliate
   */
  record Due(String key, Milestone milestone) {}

  /**
   * What is due now.
   *
   * @param qualified how many referrals of the affiliate have qualified, the newest included
   */
  List<Due> due(int qualified, List<Milestone> milestones);

  /**
   * The calculation that goes by this name in {@code strategies.reward_calculation}, which the
   * configuration has checked.
   */
  static RewardCalculation named(String name) {
    return switch (name) {
      case "milestones" -> RewardCalculation::milestones;
      case "every_nth" -> RewardCalculation::everyNth;
      default -> throw new IllegalArgumentException("no reward calculation is named " + name);
    };
  }

  /** Each milestone once; one that the settings gained later is caught up on. */
  private static List<Due> milestones(int qualified, List<Milestone> milestones) {
    return milestones.stream()
        .filter(milestone -> milestone.referrals() <= qualified)
        .map(milestone -> new Due(milestone.key(), milestone))
        .toList();
  }

  /** Each milestone again and again: one of 5 referrals at 5, 10, 15 and so on. */
  private static List<Due> everyNth(int qualified, List<Milestone> milestones) {
    return milestones.stream()
        .filter(milestone -> qualified % milestone.referrals() == 0)
        .map(milestone -> new Due(milestone.key() + ":" + qualified, milestone))
        .toList();
  }
}
