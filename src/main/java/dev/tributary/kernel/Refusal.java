package dev.tributary.kernel;

import java.io.Serial;

/**
 * The one exception that carries a {@link Failure} out of a chain, so that the transaction around
 * it rolls back. It has no stack trace: a refusal is an answer, not an accident.
 */
public final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public Refusal(Failure failure) {
    super(failure.toString(), null, false, false);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
