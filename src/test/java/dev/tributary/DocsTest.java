package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.Config;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocsTest {
  private static final Pattern CODE = Pattern.compile("`([A-Z]\\w*[a-z]\\w*(\\.\\w+)*)`");
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern CHECK = Pattern.compile("\\b[A-Z]\\w*[a-z](Test|IT|Watch)\\b");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

  @Test
  void everyTypeAndMethodOfTheArchitectureExists() {
    var names = CODE.matcher(Repository.read("docs/ARCHITECTURE.md")).results();
    assertThat(names.map(name -> name.group(1)))
        .isNotEmpty()
        .allSatisfy(
            name -> {
              var words = WORD.matcher(name).results().map(MatchResult::group).toList();
              var source = Repository.type(words.getFirst()).orElse("");
              assertThat(words)
                  .allSatisfy(word -> assertThat(source).containsPattern("\\b" + word + "\\b"));
            });
  }

  @Test
  void everyCheckThatADocumentNamesExists() {
    assertThat(documents().map(Repository::read).flatMap(DocsTest::checks))
        .contains("LayersTest", "ContractWatch")
        .allSatisfy(name -> assertThat(Repository.type(name)).as(name).isPresent());
  }

  private static Stream<String> checks(String document) {
    return CHECK.matcher(document).results().map(MatchResult::group);
  }

  private static Stream<Path> documents() {
    return Stream.concat(
        Stream.of(Path.of("README.md")),
        Repository.files("docs").filter(file -> file.toString().endsWith(".md")));
  }

  @Test
  void everyLinkLeadsToAFile() {
    assertThat(documents())
        .isNotEmpty()
        .allSatisfy(
            document ->
                assertThat(LINK.matcher(Repository.read(document)).results())
                    .extracting(link -> link.group(1))
                    .filteredOn(target -> !target.contains("://"))
                    .allSatisfy(target -> assertThat(document.resolveSibling(target)).exists()));
  }

  @Test
  void theExampleForProductionStartsOnceTheSecretsAreGiven() {
    var config =
        Config.load(
            Map.of(
                "TRIBUTARY_CONFIG", "config/prod.example.yaml",
                "TRIBUTARY_JWT_SECRET", "0123456789abcdef0123456789abcdef",
                "TRIBUTARY_POSTGRES_URL", "postgresql://tributary:secret@db.example/tributary"));
    assertThat(config.demo()).isFalse();
    assertThat(config.publicUrl()).startsWith("https://");
  }

  @Test
  void theExampleForProductionChangesWhatItNames() {
    var defaults = ConfigKeys.ofDefaults();
    assertThat(ConfigKeys.of(Repository.read("config/prod.example.yaml")))
        .isNotEmpty()
        .noneMatch(
            key ->
                defaults.stream()
                    .anyMatch(
                        d -> d.path().equals(key.path()) && d.standard().equals(key.standard())));
  }

  @Test
  void linksStartWithThePortWhereNoPublicUrlIsSet() {
    var environment = Map.of("TRIBUTARY_DEMO", "true", "TRIBUTARY_HTTP_PORT", "9090");
    assertThat(Config.load(environment).publicUrl()).isEqualTo("http://localhost:9090");
  }
}
