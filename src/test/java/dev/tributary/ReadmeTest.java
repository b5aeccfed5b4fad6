package dev.tributary;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The tables of the README say what the contract, the configuration and the tests say. */
class ReadmeTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

  @Test
  void theOperationsAreThoseOfTheContract() {
    check("operations", operations());
  }

  private static String operations() {
    Map<String, Map<String, Map<String, Map<String, Object>>>> contract =
        new Yaml().load(Repository.read("openapi.yaml"));
    var rows = new ArrayList<String>();
    requireNonNull(contract.get("paths"))
        .forEach(
            (path, methods) ->
                methods.forEach(
                    (method, operation) -> rows.add(operation(path, method, operation))));
    return "| | for | |\n|---|---|---|\n" + String.join("\n", rows);
  }

  private static String operation(String path, String method, Map<String, Object> operation) {
    var caller = List.of().equals(operation.get("security")) ? "anybody" : "a token";
    return "| `%s %s` | %s | %s |"
        .formatted(method.toUpperCase(Locale.ROOT), path, caller, operation.get("summary"));
  }

  @Test
  void theConfigurationIsThatOfTheDefaults() {
    check("configuration", configuration());
  }

  private static String configuration() {
    return "| Key | Environment | Default | Meaning |\n|---|---|---|---|\n"
        + ConfigKeys.ofDefaults().stream().map(ReadmeTest::key).collect(Collectors.joining("\n"));
  }

  private static String key(ConfigKeys.Key key) {
    assertThat(key.meaning()).as("a comment above " + key.path()).isNotEmpty();
    var standard = key.standard().isEmpty() ? "" : '`' + key.standard() + '`';
    return "| `%s` | `%s` | %s | %s |"
        .formatted(key.path(), key.variable(), standard, key.meaning());
  }

  @Test
  void everyTestThatProvesAGuaranteeExists() {
    var table = section("## Guarantees");
    var tests = TEST.matcher(table).results().toList();
    assertThat(table.lines().filter(row -> row.startsWith("| ") && !row.contains("| Test |")))
        .isNotEmpty()
        .allMatch(row -> TEST.matcher(row).find(), "names a test");
    assertThat(tests)
        .allSatisfy(
            test ->
                assertThat(Repository.type(test.group(1)).orElse(""))
                    .as(test.group())
                    .containsPattern(
                        "(@Test|@Property|@ParameterizedTest)[^;]*? void "
                            + test.group(2)
                            + "\\("));
  }

  private static String section(String heading) {
    var readme = Repository.read("README.md");
    int start = readme.indexOf("\n" + heading + "\n") + heading.length() + 2;
    return readme.substring(start, readme.indexOf("\n## ", start));
  }

  /** Compares what stands between the two marks of a table, or writes it with -Dgolden=update. */
  private static void check(String table, String expected) {
    var mark = Pattern.compile("(<!-- " + table + ": [^>]*-->\n)(?s:.*?)(<!-- end -->)");
    var matcher = mark.matcher(Repository.read("README.md"));
    assertThat(matcher.find()).as("the README has the marks of " + table).isTrue();
    var replacement = "$1" + Matcher.quoteReplacement(expected + "\n") + "$2";
    Golden.check("README.md", matcher.replaceFirst(replacement));
  }
}
