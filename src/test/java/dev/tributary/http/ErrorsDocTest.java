package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kernel.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsDocTest {
  @Test
  void everyKindOfFailureIsInTheTable() {
    assertThat(ErrorsPage.FAILURES)
        .extracting(failure -> (Object) failure.getClass())
        .containsExactlyInAnyOrder((Object[]) Failure.class.getPermittedSubclasses());
  }

  @Test
  void everyLineIsARowOfFiveCells() {
    var rows = List.of(ErrorsDoc.markdown().split("\n", -1));
    assertThat(rows).filteredOn(row -> row.contains("<a id=")).hasSize(18);
    assertThat(rows)
        .filteredOn(row -> row.startsWith("|"))
        .allMatch(row -> row.chars().filter(c -> c == '|').count() == 6);
  }
}
