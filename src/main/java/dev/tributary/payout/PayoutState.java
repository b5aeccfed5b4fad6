package dev.tributary.payout;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.FINANCE;
import static dev.tributary.kernel.Role.SYSTEM;
import static dev.tributary.kernel.Role.USER;

import dev.tributary.kernel.StateTable;

/** Where a payout stands between being asked for and being paid. */
public enum PayoutState {
  REQUESTED,
  APPROVED,
  PROCESSING,
  PAID,
  REJECTED,
  CANCELLED,
  FAILED;

  /** What can be done to a payout. */
  public enum Action {
    APPROVE,
    REJECT,
    PROCESS,
    PAY,
    FAIL,
    RETRY,
    CANCEL
  }

  public static final StateTable<PayoutState, Action> TABLE =
      StateTable.<PayoutState, Action>of("payout")
          .on(REQUESTED, Action.APPROVE, APPROVED, FINANCE, ADMIN, SYSTEM)
          .on(REQUESTED, Action.REJECT, REJECTED, FINANCE, ADMIN)
          .on(REQUESTED, Action.CANCEL, CANCELLED, USER, FINANCE, ADMIN)
          .on(APPROVED, Action.PROCESS, PROCESSING, FINANCE, ADMIN, SYSTEM)
          .on(APPROVED, Action.CANCEL, CANCELLED, USER, FINANCE, ADMIN)
          .on(PROCESSING, Action.PAY, PAID, FINANCE, ADMIN, SYSTEM)
          .on(PROCESSING, Action.FAIL, FAILED, FINANCE, ADMIN)
          .on(FAILED, Action.RETRY, PROCESSING, FINANCE, ADMIN)
          .on(FAILED, Action.CANCEL, CANCELLED, USER, FINANCE, ADMIN)
          .build();
}
