package dev.tributary.link.visit;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tributary.platform.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ahocorasick.trie.PayloadTrie;

/**
 * Knows crawlers and link previews by the names they give themselves. Most patterns of the list are
 * plain text and are looked for all at once; the few others one after the other.
 */
final class Crawlers {
  private static final String LIST = "crawlers.txt";
  private static final Pattern ESCAPED = Pattern.compile("\\\\([^A-Za-z0-9])");
  private static final Pattern SPECIAL = Pattern.compile("[\\[\\]()^$|*+?{}.\\\\]");
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_KNOWN = 10_000;

  private record Named(Pattern pattern, String reason) {}

  /** Few programs make most of the visits; each is looked at once. */
  private static final Cache<String, Optional<String>> KNOWN =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

  private static final PayloadTrie<String> TEXTS;
  private static final List<Named> PATTERNS = new ArrayList<>();

  static {
    var texts = PayloadTrie.<String>builder();
    Resource.text(LIST)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", 2))
        .forEach(line -> add(texts, line[0], line[1]));
    TEXTS = texts.build();
  }

  private Crawlers() {}

  private static void add(
      PayloadTrie.PayloadTrieBuilder<String> texts, String reason, String pattern) {
    if (SPECIAL.matcher(ESCAPED.matcher(pattern).replaceAll("")).find()) {
      PATTERNS.add(new Named(Pattern.compile(pattern), reason));
    } else {
      texts.addKeyword(ESCAPED.matcher(pattern).replaceAll("$1"), reason);
    }
  }

  /** {@code crawler} or {@code preview}, or empty for a user agent that is neither. */
  static Optional<String> reason(String userAgent) {
    return requireNonNull(KNOWN.get(userAgent, Crawlers::judge));
  }

  private static Optional<String> judge(String userAgent) {
    var text = userAgent.substring(0, Math.min(userAgent.length(), MAX_LENGTH));
    var found = TEXTS.firstMatch(text);
    if (found != null) {
      return Optional.of(found.getPayload());
    }
    return PATTERNS.stream()
        .filter(named -> named.pattern().matcher(text).find())
        .map(Named::reason)
        .findFirst();
  }
}
