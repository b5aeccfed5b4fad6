package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what the code generates with the file that was reviewed and committed. It writes a file
 * only when the build was started with {@code -Dgolden=update}.
 */
final class Golden {
  private static final int CONTEXT_LINES = 2;
  private static final Golden REPOSITORY =
      new Golden(Path.of(""), "update".equals(System.getProperty("golden")));

  private final Path root;
  private final boolean update;

  Golden(Path root, boolean update) {
    this.root = root;
    this.update = update;
  }

  /** The path is relative to the repository, such as {@code docs/states.md}. */
  static void check(String path, String actual) {
    REPOSITORY.compare(path, actual);
  }

  void compare(String path, String actual) {
    var file = root.resolve(path);
    var expected = read(file);
    if (expected.equals(actual)) {
      return;
    }
    if (!update) {
      throw new AssertionError(
          path
              + " is not what the code generates:\n"
              + diff(expected.lines().toList(), actual.lines().toList())
              + "run ./mvnw verify -Dgolden=update and review the diff");
    }
    write(file, actual);
  }

  /** The one stretch in which the two differ, between the lines they share before and after. */
  private static String diff(List<String> expected, List<String> actual) {
    int shorter = Math.min(expected.size(), actual.size());
    int head = 0;
    while (head < shorter && expected.get(head).equals(actual.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && fromEnd(expected, tail).equals(fromEnd(actual, tail))) {
      tail++;
    }
    int from = Math.max(0, head - CONTEXT_LINES);
    int to = Math.min(expected.size(), expected.size() - tail + CONTEXT_LINES);
    var text = new ArrayList<String>();
    text.add("@@ line " + (head + 1) + " @@");
    expected.subList(from, head).forEach(line -> text.add("  " + line));
    expected.subList(head, expected.size() - tail).forEach(line -> text.add("- " + line));
    actual.subList(head, actual.size() - tail).forEach(line -> text.add("+ " + line));
    expected.subList(expected.size() - tail, to).forEach(line -> text.add("  " + line));
    return String.join("\n", text) + '\n';
  }

  private static String fromEnd(List<String> lines, int back) {
    return lines.get(lines.size() - 1 - back);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
