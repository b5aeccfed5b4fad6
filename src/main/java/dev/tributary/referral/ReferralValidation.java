package dev.tributary.referral;

import dev.tributary.kernel.Failure.Refused;
import dev.tributary.link.CodeOwner;
import java.util.Locale;
import java.util.Optional;

/**
 * A program's own rule about who may be bound to whom. It is asked last, about a candidate that
 * {@link BindingRules} would let bind, so it can only refuse more. It must be pure.
 */
@FunctionalInterface
public interface ReferralValidation {
  /** Why this candidate may not bind, with a stable reason code; empty when it may. */
  Optional<Refused> refuse(Claim claim, CodeOwner owner);

  /**
   * The validation that goes by this name in {@code strategies.referral_validation}, which the
   * configuration has checked.
   */
  static ReferralValidation named(String name) {
    return switch (name) {
      case "standard" -> (claim, owner) -> Optional.empty();
      case "same_mailbox" -> ReferralValidation::sameMailbox;
      default -> throw new IllegalArgumentException("no referral validation is named " + name);
    };
  }

  /** For hosts whose user ids are e-mail addresses: anna+2@x.example is anna@x.example again. */
  private static Optional<Refused> sameMailbox(Claim claim, CodeOwner owner) {
    return mailbox(claim.newUserId()).equals(mailbox(owner.affiliateUserId()))
        ? Optional.of(new Refused("same_mailbox", "This is the affiliate's own mailbox."))
        : Optional.empty();
  }

  private static String mailbox(String address) {
    return address.toLowerCase(Locale.ROOT).replaceFirst("\\+[^@]*@", "@");
  }
}
