package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Actor;
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
  private static final int MAX_REASON = 500;

  private final RewardService rewards;

  public RewardApi(RewardService rewards) {
    this.rewards = rewards;
  }

  public Future<Answer> getRewards(Call call) {
    return rewards
        .list(call.actor(), call.path("userId"))
        .map(earnings -> view(earnings, call.actor()))
        .map(Answer::ok);
  }

  private static JsonObject view(Earnings earnings, Actor reader) {
    var data = new JsonArray();
    earnings.rewards().forEach(reward -> data.add(view(reward, reader)));
    return new JsonObject()
        .put("success", true)
        .put("data", data)
        .put("points", earnings.points())
        .put("balances", Balances.view(earnings.balances()));
  }

  public Future<Answer> claimReward(Call call) {
    var fields = new JsonFields("", call.body());
    var userId = Spellings.userId(fields);
    var rewardId = Spellings.rewardId(fields);
    fields.finish();
    return rewards
        .claim(call.actor(), userId, rewardId)
        .map(
            reward ->
                new JsonObject().put("success", true).put("reward", view(reward, call.actor())))
        .map(Answer::ok);
  }

  public Future<Answer> revokeReward(Call call) {
    var fields = new JsonFields("", call.body());
    var reason = fields.text("reason", MAX_REASON);
    fields.finish();
    return rewards
        .revoke(call.actor(), call.path("reward_id"), reason)
        .map(reward -> view(reward, call.actor()))
        .map(Answer::ok);
  }

  private static JsonObject view(Reward reward, Actor reader) {
    return new JsonObject()
        .put("id", reward.id().toString())
        .put("kind", reward.kind())
        .put("name", reward.name())
        .put("status", StateTable.word(reward.status()))
        .put("value", new JsonObject(reward.valueFields(reward.showsCodeTo(reader))))
        .put("granted_at", reward.grantedAt().toString())
        .put("claimed_at", reward.claimedAt().map(Instant::toString).orElse(null))
        .put("expires_at", reward.expiresAt().map(Instant::toString).orElse(null));
  }
}
