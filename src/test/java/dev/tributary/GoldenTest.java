package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tributary.http.ErrorsDoc;
import dev.tributary.kernel.StateTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed generated files are what the code generates today. */
class GoldenTest {
  @TempDir private Path root;

  @Test
  void theStatesAreThoseOfTheTables() {
    Golden.check("docs/states.md", StatesDoc.markdown());
  }

  @Test
  void everyStateTableIsInTheStates() {
    assertThat(StatesDoc.MACHINES)
        .extracting(machine -> machine.states().getName())
        .containsExactlyInAnyOrderElementsOf(stateTables());
  }

  /** Every type of the service that declares a state table. */
  private static List<String> stateTables() {
    var service =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tributary");
    return service.stream()
        .filter(type -> type.getFields().stream().anyMatch(GoldenTest::isStateTable))
        .map(JavaClass::getName)
        .toList();
  }

  private static boolean isStateTable(JavaField field) {
    return field.getModifiers().contains(JavaModifier.STATIC)
        && field.getRawType().isEquivalentTo(StateTable.class);
  }

  @Test
  void theErrorsAreThoseOfTheEdge() {
    Golden.check("docs/errors.md", ErrorsDoc.markdown());
  }

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
