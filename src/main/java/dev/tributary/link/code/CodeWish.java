package dev.tributary.link.code;

import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.link.CodeText;
import dev.tributary.link.code.Code.Kind;
import java.util.Optional;

/**
 * The code that somebody wants.
 *
 * @param text as they typed it; empty for one that is made up
 * @param destinationUrl where its link leads; empty for the default of the settings
 */
public record CodeWish(Kind kind, Optional<String> text, Optional<String> destinationUrl) {

  /** What is wrong with the wish, whoever has it. */
  Optional<Invalid> objection() {
    if (kind == Kind.INVITE && text.isPresent()) {
      return Optional.of(Invalid.field("/code", "an invite code is made up here"));
    }
    if (kind == Kind.VANITY && text.isEmpty()) {
      return Optional.of(Invalid.field("/code", "required"));
    }
    return text.filter(wanted -> !CodeText.canBeChosen(wanted))
        .map(
            wanted ->
                Invalid.field("/code", "expected 3 to 32 letters, digits, dashes, underscores"));
  }
}
