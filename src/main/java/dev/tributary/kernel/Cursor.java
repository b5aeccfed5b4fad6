package dev.tributary.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in a list as clients carry it: opaque, and good for the list it was given with alone,
 * with the same filter. The seal finds mistakes, not attacks: a cursor opens nothing that the list
 * itself would not show, so it needs no secret.
 */
public final class Cursor {
  private static final int SEAL_BYTES = 9;
  private static final int MAX_CHARS = 512;

  private Cursor() {}

  /**
   * A cursor of this list.
   *
   * @param list names the list and everything it is filtered by
   * @param position the sort key of the last element seen
   */
  public static String of(String list, String position) {
    var place = position.getBytes(UTF_8);
    var bytes = Arrays.copyOf(seal(list, place), SEAL_BYTES + place.length);
    System.arraycopy(place, 0, bytes, SEAL_BYTES, place.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The position in a cursor, or empty when it is none of this list. */
  public static Optional<String> position(String list, String cursor) {
    try {
      var bytes = Base64.getUrlDecoder().decode(cursor);
      if (cursor.length() > MAX_CHARS || bytes.length <= SEAL_BYTES) {
        return Optional.empty();
      }
      var position = new String(bytes, SEAL_BYTES, bytes.length - SEAL_BYTES, UTF_8);
      // Comparing texts leaves one spelling of each cursor, not one for every stray bit.
      return of(list, position).equals(cursor) ? Optional.of(position) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] seal(String list, byte[] position) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(list.getBytes(UTF_8));
      sha256.update((byte) 0);
      return Arrays.copyOf(sha256.digest(position), SEAL_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
