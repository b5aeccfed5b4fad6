package dev.tributary.referral;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Failure.NotFound;
import dev.tributary.kernel.Failure.Refused;
import dev.tributary.link.CodeOwner;
import java.util.List;
import java.util.Optional;

/**
 * Decides who referred a new user. The candidates come in order of precedence, coupon before code
 * before click; the first one that is good wins, and when none is, the first one says why.
 */
public final class BindingRules {
  private BindingRules() {}

  /** The candidate that binds, or why none does. */
  public sealed interface Verdict {
    /** This one binds. */
    record Binds(Candidate candidate, CodeOwner owner) implements Verdict {}

    /** None binds. */
    record Refuses(Failure failure) implements Verdict {}
  }

  /** The verdict on a claim; the program's own rule is asked about whoever could bind. */
  public static Verdict decide(
      Claim claim, List<Candidate> candidates, ReferralValidation validation) {
    var refusal = Optional.<Verdict>empty();
    for (var candidate : candidates) {
      var verdict = judge(claim, candidate, validation);
      if (verdict instanceof Verdict.Binds) {
        return verdict;
      }
      refusal = refusal.or(() -> Optional.of(verdict));
    }
    return refusal.orElse(refuse("user_not_referred", "Nothing says who referred this user."));
  }

  private static Verdict judge(Claim claim, Candidate candidate, ReferralValidation validation) {
    if (candidate.owner().isEmpty()) {
      return new Verdict.Refuses(new NotFound(candidate.type(), candidate.named()));
    }
    var owner = candidate.owner().get();
    if (!owner.active()) {
      return refuse("code_inactive", "The code is not active any more.");
    }
    if (!owner.affiliateActive()) {
      return refuse("code_owner_inactive", "The owner of the code is not an active affiliate.");
    }
    if (!owner.canInvite()) {
      return refuse("code_owner_cannot_invite", "The owner of the code may not invite.");
    }
    if (owner.affiliateUserId().equals(claim.newUserId())) {
      return refuse("self_referral", "Nobody refers themselves.");
    }
    if (!candidate.insideWindow()) {
      return refuse("window_expired", "The click is older than the attribution window.");
    }
    return validation
        .refuse(claim, owner)
        .<Verdict>map(Verdict.Refuses::new)
        .orElseGet(() -> new Verdict.Binds(candidate, owner));
  }

  private static Verdict refuse(String reason, String detail) {
    return new Verdict.Refuses(new Refused(reason, detail));
  }
}
