package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.JsonFields;
import dev.tributary.reward.Reward;
import dev.tributary.reward.RewardService;
import dev.tributary.reward.RewardService.Earnings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** The rewards of a user. */
public final class RewardApi {
  private final RewardService rewards;

  public RewardApi(RewardService rewards) {
    this.rewards = rewards;
  }

  public Future<Answer> getRewards(Call call) {
    return rewards.list(call.actor(), call.path("userId")).map(RewardApi::view).map(Answer::ok);
  }

  private static JsonObject view(Earnings earnings) {
    var data = new JsonArray();
    earnings.rewards().forEach(reward -> data.add(view(reward)));
    return new JsonObject()
        .put("success", true)
        .put("data", data)
        .put("balances", Balances.view(earnings.balances()));
  }

  public Future<Answer> claimReward(Call call) {
    var fields = new JsonFields("", call.body());
    var userId = Spellings.userId(fields);
    var rewardId = Spellings.rewardId(fields);
    fields.finish();
    return rewards
        .claim(call.actor(), userId, rewardId)
        .map(reward -> new JsonObject().put("success", true).put("reward", view(reward)))
        .map(Answer::ok);
  }

  private static JsonObject view(Reward reward) {
    return new JsonObject()
        .put("id", reward.id().toString())
        .put("kind", reward.kind())
        .put("name", reward.name())
        .put("status", StateTable.word(reward.status()))
        .put("granted_at", reward.grantedAt().toString())
        .put("claimed_at", reward.claimedAt().map(Instant::toString).orElse(null));
  }
}
