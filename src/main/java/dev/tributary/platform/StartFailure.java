package dev.tributary.platform;

import java.io.Serial;

/** Why the service cannot start, in words for the person who started it; shown without a stack. */
public final class StartFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
