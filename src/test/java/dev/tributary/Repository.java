package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of this repository, for the tests that hold documents to the code. */
final class Repository {
  private Repository() {}

  static String read(String path) {
    return read(Path.of(path));
  }

  static String read(Path path) {
    try {
      return Files.readString(path, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file below a folder, or below none when there is no such folder. */
  static Stream<Path> files(String folder) {
    try (var files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source of the Java type with this simple name, in main or test code. */
  static Optional<String> type(String name) {
    return files("src")
        .filter(file -> file.getFileName().toString().equals(name + ".java"))
        .findFirst()
        .map(Repository::read);
  }
}
