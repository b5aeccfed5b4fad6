package dev.tributary.affiliate;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.REVIEWER;
import static dev.tributary.kernel.Role.SYSTEM;
import static dev.tributary.kernel.Role.USER;

import dev.tributary.kernel.StateTable;

/** Whether an affiliate may earn. */
public enum AffiliateState {
  PENDING,
  ACTIVE,
  REJECTED,
  REVOKED;

  /** What can be done to an affiliate. */
  public enum Action {
    APPROVE,
    REJECT,
    REVOKE,
    REINSTATE,
    REAPPLY
  }

  public static final StateTable<AffiliateState, Action> TABLE =
      StateTable.<AffiliateState, Action>of("affiliate")
          .on(PENDING, Action.APPROVE, ACTIVE, REVIEWER, ADMIN, SYSTEM)
          .on(PENDING, Action.REJECT, REJECTED, REVIEWER, ADMIN)
          .on(ACTIVE, Action.REVOKE, REVOKED, REVIEWER, ADMIN)
          .on(REVOKED, Action.REINSTATE, ACTIVE, REVIEWER, ADMIN)
          .on(REJECTED, Action.REAPPLY, PENDING, USER)
          .build();
}
