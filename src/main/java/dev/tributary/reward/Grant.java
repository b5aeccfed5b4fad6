package dev.tributary.reward;

import dev.tributary.commission.Qualified;
import dev.tributary.reward.RewardCalculation.Due;
import dev.tributary.settings.Prize;
import dev.tributary.settings.Settings.Milestone;
import dev.tributary.settings.Settings.RefereeReward;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * A reward that somebody shall have unless they have it already. Pure.
 *
 * @param kind {@code milestone} for the affiliate, {@code referee} for the referred user
 * @param key under which its owner gets it once
 */
record Grant(Qualified cause, String kind, String key, String name, Prize prize) {
  /** Everything that follows from these referrals, each reward of an owner once. */
  static Collection<Grant> of(List<Qualified> qualified, RewardCalculation calculation) {
    var grants = new LinkedHashMap<List<String>, Grant>();
    qualified.stream()
        .flatMap(cause -> Stream.concat(milestones(cause, calculation), referee(cause)))
        .forEach(grant -> grants.putIfAbsent(List.of(grant.owner(), grant.key()), grant));
    return grants.values();
  }

  private static Stream<Grant> milestones(Qualified cause, RewardCalculation calculation) {
    return calculation.due(cause.count(), cause.settings().milestones()).stream()
        .map(due -> milestone(cause, due));
  }

  private static Grant milestone(Qualified cause, Due due) {
    Milestone milestone = due.milestone();
    return new Grant(cause, "milestone", due.key(), milestone.name(), milestone.prize());
  }

  private static Stream<Grant> referee(Qualified cause) {
    return cause.settings().refereeRewards().stream().map(reward -> referee(cause, reward));
  }

  private static Grant referee(Qualified cause, RefereeReward reward) {
    return new Grant(cause, "referee", reward.key(), reward.name(), reward.prize());
  }

  boolean isForReferee() {
    return kind.equals("referee");
  }

  private String owner() {
    return isForReferee() ? cause.referredUserId() : cause.affiliate().toString();
  }
}
