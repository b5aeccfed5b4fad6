package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  private static final String LIST = "events status=dead";
  private static final String POSITION = "01890a5d-ac96-774b-bcce-b302099a8057";

  @Test
  void aCursorLeadsBackToItsPosition() {
    assertThat(Cursor.position(LIST, Cursor.of(LIST, POSITION))).contains(POSITION);
    assertThat(Cursor.position(LIST, Cursor.of(LIST, "ü|7"))).contains("ü|7");
  }

  @Test
  void aCursorOfAnotherListOrFilterIsNone() {
    assertThat(Cursor.position("events", Cursor.of(LIST, POSITION))).isEmpty();
    assertThat(Cursor.position(LIST + " ", Cursor.of(LIST, POSITION))).isEmpty();
  }

  @Test
  void aCursorWithAnyCharacterChangedIsNone() {
    var cursor = Cursor.of(LIST, POSITION);
    assertThat(IntStream.range(0, cursor.length()))
        .allSatisfy(
            i -> {
              char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
              var forged = cursor.substring(0, i) + other + cursor.substring(i + 1);
              assertThat(Cursor.position(LIST, forged)).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "!", "AAAA", "AAAAAAAAAAAA", "AAAAAAAAAAAAAAAA", "ä", "=", " "})
  void whatIsNoCursorIsNone(String text) {
    assertThat(Cursor.position(LIST, text)).isEmpty();
  }

  @Test
  void aCursorIsOpaqueAndFitsIntoAnAddress() {
    var cursor = Cursor.of(LIST, POSITION);
    assertThat(cursor).matches("[A-Za-z0-9_-]+").doesNotContain(POSITION);
    assertThat(Base64.getUrlDecoder().decode(cursor)).hasSize(9 + POSITION.length());
  }

  @Test
  void aPageWithOneRowTooManyKnowsWhereItGoesOn() {
    assertThat(Page.of(List.of("a", "b", "c"), 2, row -> "after " + row))
        .isEqualTo(new Page<>(List.of("a", "b"), Optional.of("after b")));
  }

  @Test
  void theLastPageGoesNowhere() {
    assertThat(Page.of(List.of("a", "b"), 2, row -> "after " + row).next()).isEmpty();
    assertThat(Page.of(List.<String>of(), 2, row -> "after " + row).data()).isEmpty();
  }
}
