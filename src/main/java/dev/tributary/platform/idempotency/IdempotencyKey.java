package dev.tributary.platform.idempotency;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name that a caller gave to a request, so that sending it again is safe, with what the request
 * was. Names of different callers are different names, even if they read alike.
 *
 * @param principal the caller
 * @param operation what was asked for, with the thing it was asked of
 * @param bodySha256 in hexadecimal digits
 */
public record IdempotencyKey(String principal, String key, String operation, String bodySha256) {
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  /** Whether a text can be a key: 1 to 255 visible ASCII characters. */
  public static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  public static IdempotencyKey of(String principal, String key, String operation, Buffer body) {
    return new IdempotencyKey(principal, key, operation, sha256(body));
  }

  /** The body as it came: a client that repeats a request repeats its bytes. */
  private static String sha256(Buffer body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
