package dev.tributary.bench;

/** The run measured something else than it says: it has no result. */
final class VoidRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VoidRun(String reason) {
    super(reason);
  }

  VoidRun(String reason, Throwable cause) {
    super(reason, cause);
  }
}
