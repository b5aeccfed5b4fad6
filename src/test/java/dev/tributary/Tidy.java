package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the files of this project read, as budgets and banned words. Every finding names the place,
 * the rule and what to write instead; nothing can switch a rule off.
 */
final class Tidy {
  static final int MEDIAN_BYTES = 2560;
  static final int PACKAGE_FILES = 14;
  static final int LINE_COLUMNS = 100;
  static final int CONFIG_COLUMNS = 120;
  static final int RESOURCE_BYTES = 1 << 20;

  private static final int TABLE_COLUMNS = 180;
  private static final Pattern CONFIG = Pattern.compile(".*\\.(sql|ya?ml|proto|lua)");

  /**
   * A note in a comment of Java, SQL or YAML; {@code XXX} in code is the ISO code of no currency.
   */
  private static final Pattern UNFINISHED =
      Pattern.compile("(//|/\\*|^\\s*\\*|--|#).*\\b(TODO|FIXME|XXX|CHECKSTYLE)\\b.*");

  /** One file; the path is relative to the repository and has forward slashes. */
  record Source(String path, String text, long bytes) {
    static Source of(String path, String text) {
      return new Source(path, text, text.getBytes(UTF_8).length);
    }

    boolean isMain() {
      return path.startsWith("src/main/");
    }

    boolean isJava() {
      return path.endsWith(".java");
    }

    boolean isMainType() {
      return isMain() && isJava() && !typeName().equals("package-info");
    }

    /** {@code dev/tributary/kernel/Money}, as in a class file, without the source folder. */
    String className() {
      return path.replaceFirst("^src/\\w+/java/", "").replaceFirst("\\.java$", "");
    }

    String typeName() {
      return className().substring(className().lastIndexOf('/') + 1);
    }

    String packageName() {
      return className().substring(0, Math.max(0, className().lastIndexOf('/')));
    }
  }

  /** One broken rule. */
  record Finding(String path, long line, String rule, String instead) {
    @Override
    public String toString() {
      return path + ':' + line + " [" + rule + "] " + instead;
    }
  }

  private Tidy() {}

  /** Every file of the repository that people write and a budget speaks about. */
  static List<Source> sources(Path root) {
    var folders = Stream.of("src", "config").map(root::resolve).filter(Files::isDirectory);
    return Stream.concat(folders.flatMap(Tidy::walk), list(root))
        .filter(Files::isRegularFile)
        .map(file -> read(root, file))
        .toList();
  }

  static List<Finding> inspect(List<Source> sources) {
    var findings = new ArrayList<Finding>();
    var trees = TidyTree.parse(sources.stream().filter(Source::isJava).toList());
    for (TidyTree tree : trees) {
      findings.addAll(tree.findings());
    }
    for (Source source : sources) {
      lines(source, findings);
      resource(source, findings);
    }
    median(sources, findings);
    packages(sources, findings);
    deadFiles(sources, trees, findings);
    return findings;
  }

  /** A row of a text table in a test is one case; broken in two it would be harder to read. */
  private static boolean isTableRow(Source source, String line) {
    return !source.isMain() && line.contains(" | ") && line.length() <= TABLE_COLUMNS;
  }

  private static void lines(Source source, List<Finding> findings) {
    int limit = columns(source);
    var lines = source.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.length() > limit && !line.startsWith("import ") && !isTableRow(source, line)) {
        var words = line.length() + " columns; break it at " + limit;
        findings.add(new Finding(source.path(), i + 1, "line length", words));
      }
      if (source.isMain() && UNFINISHED.matcher(line).find()) {
        var words = "finish it, or write an issue and take the note out";
        findings.add(new Finding(source.path(), i + 1, "unfinished", words));
      }
    }
  }

  private static int columns(Source source) {
    if (source.isJava()) {
      return LINE_COLUMNS;
    }
    boolean config = CONFIG.matcher(source.path()).matches();
    return config && !source.path().equals("openapi.yaml") ? CONFIG_COLUMNS : Integer.MAX_VALUE;
  }

  private static void resource(Source source, List<Finding> findings) {
    if (source.path().contains("/resources/") && source.bytes() > RESOURCE_BYTES) {
      var words = source.bytes() + " bytes; at most 1 MiB, take it from a WebJar or generate it";
      findings.add(new Finding(source.path(), 1, "resource size", words));
    }
  }

  private static void median(List<Source> sources, List<Finding> findings) {
    var sizes = sources.stream().filter(Source::isMainType).mapToLong(Source::bytes).sorted();
    var sorted = sizes.toArray();
    long median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    if (median > MEDIAN_BYTES) {
      var words = "median " + median + " bytes; at most " + MEDIAN_BYTES + ", divide large types";
      findings.add(new Finding("src/main/java", 1, "median file size", words));
    }
  }

  private static void packages(List<Source> sources, List<Finding> findings) {
    Map<String, Long> counts =
        sources.stream()
            .filter(Source::isMainType)
            .collect(
                Collectors.groupingBy(Source::packageName, TreeMap::new, Collectors.counting()));
    counts.forEach(
        (name, count) -> {
          if (count > PACKAGE_FILES) {
            var words = count + " files; at most " + PACKAGE_FILES + ", find the second topic";
            findings.add(new Finding("src/main/java/" + name, 1, "package size", words));
          }
        });
  }

  private static void deadFiles(
      List<Source> sources, List<TidyTree> trees, List<Finding> findings) {
    var named = sources.stream().filter(s -> s.isMain() && !s.isJava()).map(Source::text).toList();
    for (Source source : sources) {
      var qualified = source.className().replace('/', '.');
      boolean used =
          named.stream().anyMatch(text -> text.contains(qualified))
              || trees.stream().anyMatch(tree -> tree.uses(source));
      if (source.isMainType() && !source.typeName().equals("Main") && !used) {
        var words = "no other main file names this type; use it or delete it";
        findings.add(new Finding(source.path(), 1, "dead file", words));
      }
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> CONFIG.matcher(file.toString()).matches()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path root, Path file) {
    try {
      var bytes = Files.readAllBytes(file);
      var path = root.relativize(file).toString().replace('\\', '/');
      return new Source(path, new String(bytes, UTF_8), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
