package dev.tributary.referral;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.REVIEWER;
import static dev.tributary.kernel.Role.SYSTEM;

import dev.tributary.kernel.StateTable;

/** How far the bond of a referred user has come. */
public enum ReferralState {
  PENDING,
  QUALIFIED,
  REJECTED,
  EXPIRED;

  /** What can happen to a referral. */
  public enum Action {
    QUALIFY,
    REJECT,
    EXPIRE
  }

  public static final StateTable<ReferralState, Action> TABLE =
      StateTable.<ReferralState, Action>of("referral")
          .on(PENDING, Action.QUALIFY, QUALIFIED, SYSTEM)
          .on(PENDING, Action.REJECT, REJECTED, REVIEWER, ADMIN)
          .on(PENDING, Action.EXPIRE, EXPIRED, SYSTEM)
          .build();
}
