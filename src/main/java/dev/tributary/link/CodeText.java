package dev.tributary.link;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * What a code looks like: eight characters that nobody mixes up, read in any case. It knows nothing
 * of which codes exist.
 */
public final class CodeText {
  /** Digits and capitals without 0 O, 1 I L: 31 symbols, 2^39.6 codes. */
  static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

  static final int LENGTH = 8;
  private static final int MAX_LENGTH = 64;
  private static final int SHORTEST_CHOSEN = 3;
  private static final int LONGEST_CHOSEN = 32;
  private static final String PATH = "/r/";
  private static final String AFTER_CODE = "/?#";

  private CodeText() {}

  /**
   * A new code.
   *
   * @param random gives a number from zero up to, not including, its argument
   */
  public static String generate(IntUnaryOperator random) {
    var text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.applyAsInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /**
   * The form in which a code is stored and looked up. Text that can be no code becomes the empty
   * code, which exists nowhere.
   */
  public static String normalize(String text) {
    var code = text.strip();
    return code.length() <= MAX_LENGTH && isCode(code) ? code.toUpperCase(Locale.ROOT) : "";
  }

  /** Whether somebody may have it as a word of their own: it starts like a word. */
  public static boolean canBeChosen(String text) {
    var code = normalize(text);
    return code.length() >= SHORTEST_CHOSEN
        && code.length() <= LONGEST_CHOSEN
        && Character.isLetterOrDigit(code.charAt(0));
  }

  private static boolean isCode(String text) {
    int at = 0;
    while (at < text.length() && isCodeCharacter(text.charAt(at))) {
      at++;
    }
    return at == text.length();
  }

  // Asked before upper-casing, which makes an S out of the long s and an I out of the dotless i.
  private static boolean isCodeCharacter(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** The code in a referral link, or the text itself when it is a bare code. */
  public static String ofLink(String linkOrCode) {
    int start = linkOrCode.indexOf(PATH);
    var rest = start < 0 ? linkOrCode : linkOrCode.substring(start + PATH.length());
    int end = 0;
    while (end < rest.length() && AFTER_CODE.indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return normalize(rest.substring(0, end));
  }
}
