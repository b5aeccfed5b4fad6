package dev.tributary.platform;

import java.io.Serial;

/**
 * Why the service cannot start, in one line that an operator can act on. It ends the process with
 * that line and nothing else; it never answers a request.
 */
public final class StartFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StartFailure(String line) {
    super(line);
  }

  public StartFailure(String line, Throwable cause) {
    super(line, cause);
  }
}
