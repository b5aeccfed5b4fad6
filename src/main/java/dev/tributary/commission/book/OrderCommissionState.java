package dev.tributary.commission.book;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.REVIEWER;
import static dev.tributary.kernel.Role.SYSTEM;

import dev.tributary.kernel.StateTable;

/** Where the entitlement on a whole order stands. */
public enum OrderCommissionState {
  PENDING,
  APPROVED,
  REJECTED,
  CANCELLED,
  REVERSED;

  /** What can be done to an order commission. */
  public enum Action {
    APPROVE,
    REJECT,
    CANCEL,
    UNREJECT,
    REVERSE
  }

  public static final StateTable<OrderCommissionState, Action> TABLE =
      StateTable.<OrderCommissionState, Action>of("order_commission")
          .on(PENDING, Action.APPROVE, APPROVED, REVIEWER, ADMIN, SYSTEM)
          .on(PENDING, Action.REJECT, REJECTED, REVIEWER, ADMIN)
          .on(PENDING, Action.CANCEL, CANCELLED, REVIEWER, ADMIN, SYSTEM)
          .on(REJECTED, Action.UNREJECT, PENDING, REVIEWER, ADMIN)
          .on(APPROVED, Action.REVERSE, REVERSED, SYSTEM)
          .build();
}
