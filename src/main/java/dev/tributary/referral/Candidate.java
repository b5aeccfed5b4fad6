package dev.tributary.referral;

import dev.tributary.link.ClickId;
import dev.tributary.link.CodeOwner;
import dev.tributary.link.SenderService.Sender;
import java.util.Optional;

/**
 * Something that says who referred a user: a coupon, a code or a click.
 *
 * @param type {@code code} or {@code click}
 * @param named what the request called it
 * @param owner the code behind it with its owner, if there is such a code
 * @param insideWindow false for a click that is too old; codes and coupons do not age
 */
public record Candidate(
    String type, String named, Optional<CodeOwner> owner, boolean insideWindow) {

  static Candidate ofCode(String named, Optional<CodeOwner> owner) {
    return new Candidate("code", named, owner, true);
  }

  static Candidate ofClick(String named, Optional<Sender> sender) {
    return new Candidate(
        "click",
        named,
        sender.flatMap(Sender::owner),
        sender.map(Sender::insideWindow).orElse(false));
  }

  /** The click behind it, if it is one. */
  Optional<ClickId> click() {
    return type.equals("click") ? ClickId.parse(named) : Optional.empty();
  }
}
