package dev.tributary.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTextTest {
  @Property
  void aNewCodeIsEightSymbolsOfTheAlphabetAndItsOwnNormalForm(@ForAll long seed) {
    var code = CodeText.generate(new Random(seed)::nextInt);
    assertThat(code).matches("[" + CodeText.ALPHABET + "]{8}");
    assertThat(CodeText.normalize(code)).isEqualTo(code);
  }

  @Test
  void noTwoSymbolsOfTheAlphabetAreMixedUp() {
    assertThat(CodeText.ALPHABET).hasSize(31).doesNotContain("0", "O", "1", "I", "L");
    assertThat(CodeText.ALPHABET.chars().distinct().count()).isEqualTo(31);
  }

  @Test
  void everySymbolIsAsLikelyAsTheNext() {
    var code = CodeText.generate(bound -> bound - 1);
    assertThat(code).isEqualTo("ZZZZZZZZ");
    assertThat(CodeText.generate(bound -> 0)).isEqualTo("22222222");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          K7M2P9QX                                   | K7M2P9QX
          k7m2p9qx                                   | K7M2P9QX
          '  k7m2P9qx '                              | K7M2P9QX
          summer-sale_26                             | SUMMER-SALE_26
          https://go.example/r/K7M2P9QX              | K7M2P9QX
          http://localhost:8080/r/k7m2p9qx?utm=1#top | K7M2P9QX
          https://go.example/base/r/K7M2P9QX/        | K7M2P9QX
          /r/K7M2P9QX                                | K7M2P9QX
          K7M2P9QX?x=/r/22222222                     | 22222222
          """)
  void aCodeIsReadInAnyCaseAndOutOfItsLink(String text, String code) {
    assertThat(CodeText.ofLink(text)).isEqualTo(code);
  }

  /** Letters that only upper-casing would make into A to Z are other letters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "K7M2 P9QX",
        "K7M2P9QX'--",
        "K7M2\u0000",
        "K7M2\nP9QX",
        "K7M2P9QÄ",
        "K7M2P9Q\u017f",
        "K7M2P9Q\u0131",
        "K7M2P9Q\ufb00",
        "K7M2P9Q\u00df",
        "Ｋ７Ｍ２Ｐ９ＱＸ",
        "К7M2P9QX",
        "../K7M2P9QX",
        "%4B7M2P9QX",
        "https://go.example/r/"
      })
  void textThatCanBeNoCodeIsTheEmptyCode(String text) {
    assertThat(CodeText.ofLink(text)).isEmpty();
    assertThat(CodeText.normalize(text)).isEmpty();
  }

  @Test
  void aCodeHasAtMost64Characters() {
    assertThat(CodeText.normalize("A".repeat(64))).hasSize(64);
    assertThat(CodeText.normalize("A".repeat(65))).isEmpty();
  }
}
