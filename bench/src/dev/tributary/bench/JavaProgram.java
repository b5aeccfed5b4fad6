package dev.tributary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a program of this benchmark is started: with the flags of ./run, and our own classes. */
final class JavaProgram {
  private static final List<String> FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");

  private JavaProgram() {}

  /** With other flags the comparison would be one of flags. */
  static void refuseOtherFlags(Path root) {
    var flags = String.join(" ", FLAGS);
    try {
      if (!Files.readString(root.resolve("run")).contains(flags)) {
        throw new VoidRun("./run no longer has the flags of the other programs: " + flags);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Server.Command command(
      String name, Path root, Class<?> program, Map<String, String> variables) {
    var line = new ArrayList<String>();
    line.add(System.getProperty("java.home") + "/bin/java");
    line.addAll(FLAGS);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return new Server.Command(name, root, line, variables);
  }
}
