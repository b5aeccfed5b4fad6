package dev.tributary.ledger;

/** Where money stands: what an affiliate will get, can withdraw, is withdrawing, has withdrawn. */
public enum Bucket {
  PENDING,
  AVAILABLE,
  RESERVED,
  CLEARING,
  /** What the program owes its affiliates in all; owned by the platform. */
  EXPENSE
}
