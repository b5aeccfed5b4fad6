package dev.tributary.reward;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.SERVICE;
import static dev.tributary.kernel.Role.SYSTEM;
import static dev.tributary.kernel.Role.USER;

import dev.tributary.kernel.StateTable;

/** Where a reward stands between being granted and being claimed. */
public enum RewardState {
  GRANTED,
  CLAIMED,
  EXPIRED,
  REVOKED;

  /** What can be done to a reward. */
  public enum Action {
    CLAIM,
    EXPIRE,
    REVOKE
  }

  public static final StateTable<RewardState, Action> TABLE =
      StateTable.<RewardState, Action>of("reward")
          .on(GRANTED, Action.CLAIM, CLAIMED, USER, SERVICE)
          .on(GRANTED, Action.EXPIRE, EXPIRED, SYSTEM)
          .on(GRANTED, Action.REVOKE, REVOKED, ADMIN)
          .build();
}
