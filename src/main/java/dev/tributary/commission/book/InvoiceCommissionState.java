package dev.tributary.commission.book;

import static dev.tributary.kernel.Role.ADMIN;
import static dev.tributary.kernel.Role.FINANCE;
import static dev.tributary.kernel.Role.REVIEWER;
import static dev.tributary.kernel.Role.SYSTEM;

import dev.tributary.kernel.StateTable;

/** Where the money that one payment releases stands. There is no cancel. */
public enum InvoiceCommissionState {
  PENDING,
  APPROVED,
  REJECTED,
  HELD,
  REVERSED;

  /** What can be done to an invoice commission. */
  public enum Action {
    APPROVE,
    REJECT,
    UNREJECT,
    HOLD,
    RELEASE,
    REVERSE
  }

  public static final StateTable<InvoiceCommissionState, Action> TABLE =
      StateTable.<InvoiceCommissionState, Action>of("invoice_commission")
          .on(PENDING, Action.APPROVE, APPROVED, REVIEWER, ADMIN, SYSTEM)
          .on(PENDING, Action.REJECT, REJECTED, REVIEWER, ADMIN, SYSTEM)
          .on(REJECTED, Action.UNREJECT, PENDING, REVIEWER, ADMIN)
          .on(PENDING, Action.HOLD, HELD, REVIEWER, ADMIN, SYSTEM)
          .on(HELD, Action.RELEASE, PENDING, REVIEWER, ADMIN)
          .on(HELD, Action.REJECT, REJECTED, REVIEWER, ADMIN, SYSTEM)
          .on(APPROVED, Action.REVERSE, REVERSED, FINANCE, ADMIN, SYSTEM)
          .build();
}
