package dev.tributary.referral;

import dev.tributary.link.ClickId;
import dev.tributary.link.CodeText;
import dev.tributary.link.SenderService;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks up what a claim names, in order of precedence: coupon, code, click. It judges nothing. */
public final class CandidateService {
  private final SenderService senders;
  private final SettingsService settings;

  public CandidateService(SenderService senders, SettingsService settings) {
    this.senders = senders;
    this.settings = settings;
  }

  Future<List<Candidate>> list(SqlClient tx, Claim claim) {
    var found = new ArrayList<Candidate>();
    return byCode(tx, claim.coupon(), found)
        .compose(done -> byCode(tx, claim.code(), found))
        .compose(done -> byClick(tx, claim.clickId(), found))
        .map(done -> found);
  }

  private Future<Void> byCode(SqlClient tx, Optional<String> text, List<Candidate> found) {
    if (text.isEmpty()) {
      return Future.succeededFuture();
    }
    var code = CodeText.ofLink(text.get());
    return senders
        .findOwner(tx, code)
        .onSuccess(owner -> found.add(Candidate.ofCode(text.get(), owner)))
        .mapEmpty();
  }

  private Future<Void> byClick(SqlClient tx, Optional<String> text, List<Candidate> found) {
    if (text.isEmpty()) {
      return Future.succeededFuture();
    }
    var id = ClickId.parse(text.get());
    if (id.isEmpty()) {
      found.add(Candidate.ofClick(text.get(), Optional.empty()));
      return Future.succeededFuture();
    }
    return senders
        .findSender(tx, id.get(), settings.current().attribution())
        .onSuccess(sender -> found.add(Candidate.ofClick(text.get(), sender)))
        .mapEmpty();
  }
}
