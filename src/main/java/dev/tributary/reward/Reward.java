package dev.tributary.reward;

import java.time.Instant;
import java.util.Optional;

/** Something an affiliate was granted and may claim once. */
public record Reward(
    RewardId id,
    String kind,
    String name,
    RewardState status,
    Instant grantedAt,
    Optional<Instant> claimedAt) {}
