package dev.tributary.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads a file of the jar, at start. It never looks into the working directory, where a file of the
 * same name could mean something else.
 */
public final class Resource {
  private Resource() {}

  public static String text(String path) {
    try (InputStream in = Resource.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
