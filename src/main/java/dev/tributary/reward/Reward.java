package dev.tributary.reward;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Role;
import dev.tributary.settings.Prize.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something a user was granted and may claim once.
 *
 * @param affiliate the owner as an affiliate; empty for a referred user, who need not be one
 * @param kind {@code milestone}, or {@code referee} for the referred user's
 * @param status as of now: one whose time is over is expired, whether that is written down or not
 */
public record Reward(
    RewardId id,
    String ownerUserId,
    Optional<AffiliateId> affiliate,
    String kind,
    String name,
    RewardState status,
    Value value,
    Instant grantedAt,
    Optional<Instant> claimedAt,
    Optional<Instant> expiresAt) {

  /**
   * The code of a voucher is worth money, and so is for its owner, or the host's service on their
   * behalf, and for nobody before the claim.
   */
  public boolean showsCodeTo(Actor actor) {
    return status == RewardState.CLAIMED
        && (actor.id().equals(ownerUserId) || actor.has(Role.SERVICE));
  }

  /** The value as JSON values by name. */
  public Map<String, Object> valueFields(boolean withCode) {
    return switch (value) {
      case Value.Badge() -> Map.of("kind", value.kind());
      case Value.Cash(var amount) -> money(amount);
      case Value.HostCredit(var amount) -> money(amount);
      case Value.Points(var points) -> Map.of("kind", value.kind(), "points", points);
      case Value.Voucher(var code) ->
          withCode ? Map.of("kind", value.kind(), "code", code) : Map.of("kind", value.kind());
    };
  }

  private Map<String, Object> money(Money amount) {
    return Map.of(
        "kind", value.kind(), "amount", amount.minor(), "currency", amount.currency().wire());
  }
}
