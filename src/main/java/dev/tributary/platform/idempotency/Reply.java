package dev.tributary.platform.idempotency;

import io.vertx.core.buffer.Buffer;

/**
 * An answer as it goes out, and as a repeat of the request gets it again, byte for byte.
 *
 * @param status as the caller's protocol counts it; 201 for something made by HTTP
 * @param replayed whether it was given before
 */
public record Reply(int status, Buffer body, boolean replayed) {
  public static Reply first(int status, Buffer body) {
    return new Reply(status, body, false);
  }
}
