package dev.tributary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The keys of {@code config/default.yaml} with the comments above them, in the file's order. */
final class ConfigKeys {
  private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");
  private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
  private static final int INDENT = 2;

  /**
   * One value that can be set.
   *
   * @param standard as it is written, empty for an empty text
   * @param meaning the comment above it, else the one above the nearest key that it belongs to
   */
  record Key(String path, String standard, String meaning) {
    String variable() {
      return "TRIBUTARY_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }
  }

  private final Map<String, String> comments;
  private final List<Key> keys = new ArrayList<>();

  private ConfigKeys(String yaml) {
    comments = comments(yaml);
  }

  static List<Key> ofDefaults() {
    return of(Repository.read("config/default.yaml"));
  }

  static List<Key> of(String yaml) {
    var found = new ConfigKeys(yaml);
    found.walk("", "", new Yaml().load(yaml));
    return found.keys;
  }

  private static Map<String, String> comments(String yaml) {
    var comments = new HashMap<String, String>();
    var path = new ArrayList<String>();
    var above = new ArrayList<String>();
    for (var line : yaml.lines().toList()) {
      var comment = COMMENT.matcher(line);
      var key = KEY.matcher(line);
      if (comment.matches()) {
        above.add(comment.group(1));
        continue;
      }
      if (key.matches()) {
        int depth = key.group(1).length() / INDENT;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        comments.put(String.join(".", path), String.join(" ", above));
      }
      above.clear();
    }
    return comments;
  }

  private void walk(String prefix, String meaning, Map<String, Object> node) {
    node.forEach(
        (name, value) -> {
          var path = prefix + name;
          var own = comments.getOrDefault(path, "");
          var nearest = own.isEmpty() ? meaning : own;
          if (value instanceof Map<?, ?> child) {
            walk(path + ".", nearest, texts(child));
          } else {
            keys.add(new Key(path, written(value), nearest));
          }
        });
  }

  private static Map<String, Object> texts(Map<?, ?> node) {
    var texts = new LinkedHashMap<String, Object>();
    node.forEach((name, value) -> texts.put(name.toString(), value));
    return texts;
  }

  private static String written(Object value) {
    if (!(value instanceof List)) {
      return value.toString();
    }
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    options.setWidth(Integer.MAX_VALUE);
    return new Yaml(options).dump(value).strip();
  }
}
