package dev.tributary;

import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Turns source text into imported classes, so that a law can be shown a class that breaks it. */
final class Compiled {
  private static final Pattern TYPE = Pattern.compile("(?:class|record|interface) (\\w+)");

  private Compiled() {}

  static JavaClasses classes(Path output, List<Path> knows, List<String> sources) {
    var compiler = requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK runs the tests");
    var classpath =
        Stream.concat(knows.stream().map(Path::toString), Stream.of(testClasspath())).toList();
    var options =
        List.of(
            "-proc:none",
            "-d",
            output.toString(),
            "-cp",
            String.join(File.pathSeparator, classpath));
    var files = sources.stream().map(Compiled::file).toList();
    if (!compiler.getTask(null, null, null, options, null, files).call()) {
      throw new IllegalArgumentException("the sample does not compile, see above");
    }
    return new ClassFileImporter().importPath(output);
  }

  private static String testClasspath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  static String nameOf(String source) {
    var type = TYPE.matcher(source);
    if (!type.find()) {
      throw new IllegalArgumentException("no type in " + source);
    }
    return type.group(1);
  }

  private static JavaFileObject file(String source) {
    var uri = URI.create("sample:///" + nameOf(source) + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
