package dev.tributary.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.link.ClickId;
import dev.tributary.link.CodeOwner;
import dev.tributary.link.SenderService.Sender;
import dev.tributary.referral.BindingRules.Verdict.Binds;
import dev.tributary.referral.BindingRules.Verdict.Refuses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who referred the user {@code ben}, by what was named; the first column that is good wins. */
class BindingRulesTest {
  private static final ClickId CLICK = new ClickId(new UUID(0, 9));

  private static final String VERDICTS =
      """
      # coupon    | code       | click      | verdict
                  |            |            | user_not_referred
      good        | good       | good       | coupon
                  | good       | good       | code
                  |            | good       | click
      unknown     |            |            | code_not_found
      off         |            |            | code_inactive
      revoked     |            |            | code_owner_inactive
      mayNot      |            |            | code_owner_cannot_invite
      bens        |            |            | self_referral
                  |            | unknown    | click_not_found
                  |            | off        | code_inactive
                  |            | revoked    | code_owner_inactive
                  |            | mayNot     | code_owner_cannot_invite
                  |            | bens       | self_referral
                  |            | old        | window_expired
      offRevoked  |            |            | code_inactive
      revokedBens |            |            | code_owner_inactive
      mayNotBens  |            |            | code_owner_cannot_invite
                  |            | bensOld    | self_referral
      unknown     | good       |            | code
      bens        | good       |            | code
      off         | revoked    | good       | click
      bens        | unknown    | old        | self_referral
      unknown     | bens       | old        | code_not_found
                  | mayNot     | old        | code_owner_cannot_invite
      """;

  @ParameterizedTest(name = "{0} {1} {2} -> {3}")
  @CsvSource(delimiter = '|', textBlock = VERDICTS)
  void theFirstGoodCandidateBindsAndElseTheFirstSaysWhy(
      @Nullable String coupon, @Nullable String code, @Nullable String click, String verdict) {
    var candidates = new ArrayList<Candidate>();
    if (coupon != null) {
      candidates.add(Candidate.ofCode("coupon", owner(coupon)));
    }
    if (code != null) {
      candidates.add(Candidate.ofCode("code", owner(code)));
    }
    if (click != null) {
      candidates.add(Candidate.ofClick("click", sender(click)));
    }
    assertThat(decide(candidates)).isEqualTo(verdict);
  }

  private static String decide(List<Candidate> candidates) {
    return decide("ben", candidates, "standard");
  }

  private static String decide(String newUser, List<Candidate> candidates, String validation) {
    var none = Optional.<String>empty();
    var claim = new Claim(newUser, none, none, none, Optional.empty());
    return switch (BindingRules.decide(claim, candidates, ReferralValidation.named(validation))) {
      case Binds binds -> binds.candidate().named();
      case Refuses refuses -> refuses.failure().code();
    };
  }

  private static Optional<Sender> sender(String kind) {
    boolean inside = !kind.toLowerCase(Locale.ROOT).contains("old");
    return owner(kind).map(owner -> new Sender(Optional.of(owner), inside));
  }

  private static Optional<CodeOwner> owner(String kind) {
    if (kind.equals("unknown")) {
      return Optional.empty();
    }
    return Optional.of(
        new CodeOwner(
            "K7M2P9QX",
            !kind.startsWith("off"),
            "https://shop.example/",
            false,
            new AffiliateId(new UUID(0, 1)),
            kind.matches("bens.*|.*Bens") ? "ben" : "anna",
            !kind.matches("revoked.*|.*Revoked"),
            !kind.startsWith("mayNot")));
  }

  @Test
  void nobodyRefersThemselvesHoweverManyOfTheirCodesTheyName() {
    var own = Candidate.ofCode("code", owner("bens"));
    assertThat(decide(List.of(own, own, Candidate.ofClick("click", sender("bens")))))
        .isEqualTo("self_referral");
  }

  @ParameterizedTest(name = "{0} by {1} -> {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # new user       | affiliate       | standard      | same_mailbox
          anna@x.example   | anna@x.example  | self_referral | self_referral
          anna+2@x.example | anna@x.example  | code          | same_mailbox
          ANNA@X.example   | anna+1@x.example | code         | same_mailbox
          anna+2@y.example | anna@x.example  | code          | code
          ann@x.example    | anna@x.example  | code          | code
          u_42             | u_7             | code          | code
          u+4              | u+5             | code          | code
          """)
  void theProgramsOwnRuleRefusesOnTopOfTheOthers(
      String newUser, String affiliate, String standard, String sameMailbox) {
    var candidates = List.of(Candidate.ofCode("code", Optional.of(ownedBy(affiliate))));
    assertThat(decide(newUser, candidates, "standard")).isEqualTo(standard);
    assertThat(decide(newUser, candidates, "same_mailbox")).isEqualTo(sameMailbox);
  }

  private static CodeOwner ownedBy(String affiliate) {
    var id = new AffiliateId(new UUID(0, 1));
    return new CodeOwner(
        "K7M2P9QX", true, "https://shop.example/", false, id, affiliate, true, true);
  }

  @Test
  void whomTheProgramsOwnRuleRefusesLeavesTheirPlaceToTheNextCandidate() {
    var alias = Candidate.ofCode("alias", Optional.of(ownedBy("ben+1@x.example")));
    var good = Candidate.ofClick("click", sender("good"));
    assertThat(decide("ben@x.example", List.of(alias, good), "same_mailbox")).isEqualTo("click");
  }

  @Test
  void onlyABondByClickRemembersItsClick() {
    assertThat(Candidate.ofClick(CLICK.toString(), sender("good")).click()).contains(CLICK);
    assertThat(Candidate.ofCode(CLICK.toString(), owner("good")).click()).isEmpty();
  }
}
