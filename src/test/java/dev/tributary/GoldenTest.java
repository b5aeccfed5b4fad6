package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed generated files are what the code generates today. */
class GoldenTest {
  @TempDir private Path root;

  @Test
  void theSameTextPasses() throws Exception {
    Files.writeString(root.resolve("states.md"), "a\nb\n");
    new Golden(root, false).compare("states.md", "a\nb\n");
  }

  @Test
  void anotherTextFailsWithTheLinesThatDifferAndTheWayOut() throws Exception {
    Files.writeString(root.resolve("states.md"), "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
    var actual = "one\ntwo\nthree\nFOUR\nfive\nsix\nseven\n";
    assertThatThrownBy(() -> new Golden(root, false).compare("states.md", actual))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            states.md is not what the code generates:
            @@ line 4 @@
              two
              three
            - four
            + FOUR
              five
              six
            run ./mvnw verify -Dgolden=update and review the diff\
            """);
    assertThat(root.resolve("states.md")).content().contains("four");
  }

  @Test
  void aLineAtTheEndIsShownAsAdded() throws Exception {
    Files.writeString(root.resolve("states.md"), "a\n");
    assertThatThrownBy(() -> new Golden(root, false).compare("states.md", "a\na\n"))
        .hasMessageContaining("@@ line 2 @@\n  a\n+ a\n");
  }

  @Test
  void aMissingFileFails() {
    assertThatThrownBy(() -> new Golden(root, false).compare("docs/new.md", "a\n"))
        .hasMessageContaining("+ a\n");
    assertThat(root.resolve("docs/new.md")).doesNotExist();
  }

  @Test
  void anUpdateWritesTheFileAndItsFolder() {
    new Golden(root, true).compare("docs/new.md", "a\n");
    assertThat(root.resolve("docs/new.md")).hasContent("a");
    new Golden(root, false).compare("docs/new.md", "a\n");
  }
}
