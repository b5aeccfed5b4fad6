package dev.tributary.kernel;

import java.util.Optional;
import java.util.UUID;

/**
 * The wire form of an id: a prefix that names the type and the 128 bits of a UUID in 26 characters
 * of lower-case Crockford base32, as in {@code aff_01jcz…} (TypeID specification 0.3). Ids sort by
 * creation time because the UUIDs are of version 7.
 */
public final class TypeId {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  private TypeId() {}

  public static String format(String prefix, UUID id) {
    var text = new char[LENGTH];
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (low & 31));
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return prefix + '_' + new String(text);
  }

  /** The UUID behind {@code text}, or empty when it is not an id of this prefix. */
  public static Optional<UUID> parse(String prefix, String text) {
    if (text.length() != prefix.length() + 1 + LENGTH
        || !text.startsWith(prefix)
        || text.charAt(prefix.length()) != '_'
        || text.charAt(prefix.length() + 1) > '7') {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = prefix.length() + 1; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | digit;
    }
    return Optional.of(new UUID(high, low));
  }
}
