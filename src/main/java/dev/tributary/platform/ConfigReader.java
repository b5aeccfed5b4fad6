package dev.tributary.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads typed values out of layered settings, defaults below, files above them, the environment on
 * top, and collects every mistake with its key and what was expected. It interprets no key itself.
 */
final class ConfigReader {
  private static final String PREFIX = "TRIBUTARY_";

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final List<String> mistakes = new ArrayList<>();

  /** Starts with every key there is. */
  void defaults() {
    var origin = "config/default.yaml";
    var defaults = flat(origin, Resource.text(origin));
    known.addAll(defaults.keySet());
    values.putAll(defaults);
  }

  /** Puts a file on top; keys that no default names are mistakes. No file is named by no name. */
  void file(String file) {
    if (!file.isEmpty()) {
      flat(file, read(file)).forEach((key, value) -> put(file, key, value));
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new StartFailure("TRIBUTARY_CONFIG: cannot read " + file);
    }
  }

  private static Map<String, Object> flat(String origin, String text) {
    if (!(yaml(text) instanceof Map<?, ?> document)) {
      throw new StartFailure(origin + ": expected a YAML mapping");
    }
    var flat = new LinkedHashMap<String, Object>();
    flatten("", document, flat);
    return flat;
  }

  private void put(String origin, String key, Object value) {
    if (known.contains(key)) {
      values.put(key, value);
    } else {
      mistakes.add(key + ": no such key (in " + origin + ")");
    }
  }

  private static void flatten(String path, Map<?, ?> node, Map<String, Object> into) {
    for (var entry : node.entrySet()) {
      var key = path.isEmpty() ? entry.getKey().toString() : path + "." + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> child) {
        flatten(key, child, into);
      } else {
        into.put(key, entry.getValue() == null ? "" : entry.getValue());
      }
    }
  }

  /** Puts the environment on top; a variable belongs to the key whose path it spells. */
  void environment(Map<String, String> environment) {
    for (var key : known) {
      var value = environment.get(PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT));
      if (value != null) {
        values.put(key, values.get(key) instanceof List<?> ? yaml(value) : value);
      }
    }
  }

  /** A list in a variable is written as in a file: {@code ["10.0.0.0/8", "::1/128"]}. */
  private static Object yaml(String text) {
    try {
      var value = new Yaml(new SafeConstructor(new LoaderOptions())).<@Nullable Object>load(text);
      return value == null ? "" : value;
    } catch (YAMLException e) {
      // Not a list then; the reader of the key says what was expected.
      return text;
    }
  }

  String text(String key) {
    return value(key).toString().strip();
  }

  Secret secret(String key) {
    return new Secret(text(key));
  }

  boolean flag(String key) {
    var text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      mistake(key, "expected true or false, not '" + text + "'");
    }
    return text.equals("true");
  }

  int number(String key, int min, int max) {
    try {
      int number = Integer.parseInt(text(key));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The line below says it better than the parser does.
    }
    mistake(key, "expected a whole number from " + min + " to " + max);
    return min;
  }

  String oneOf(String key, String... words) {
    var text = text(key);
    if (!List.of(words).contains(text)) {
      mistake(key, "expected one of " + String.join(", ", words));
    }
    return text;
  }

  List<?> list(String key) {
    if (value(key) instanceof List<?> list) {
      return list;
    }
    mistake(key, "expected a list");
    return List.of();
  }

  List<String> texts(String key) {
    return list(key).stream().map(Object::toString).toList();
  }

  void mistake(String key, String expectation) {
    mistakes.add(key + ": " + expectation);
  }

  List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  private Object value(String key) {
    var value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("config/default.yaml lacks the key " + key);
    }
    return value;
  }
}
