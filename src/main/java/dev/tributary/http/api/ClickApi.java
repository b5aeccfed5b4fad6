package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.http.access.GuessLimit;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.link.ClickService;
import dev.tributary.link.ClickService.Tracked;
import dev.tributary.link.CodeText;
import dev.tributary.platform.JsonFields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The operations of the section "Clicks". They are the hot path and check their input by hand. */
public final class ClickApi {
  private final ClickService clicks;
  private final VisitReader visits;
  private final RedirectPolicy policy;
  private final LostClicks lost;
  private final GuessLimit guesses;

  public ClickApi(
      ClickService clicks,
      VisitReader visits,
      RedirectPolicy policy,
      LostClicks lost,
      GuessLimit guesses) {
    this.clicks = clicks;
    this.visits = visits;
    this.policy = policy;
    this.lost = lost;
    this.guesses = guesses;
  }

  public Future<Answer> trackClick(Call call) {
    var fields = new JsonFields("", call.body());
    var code = Spellings.code(fields);
    if (code.isEmpty()) {
      fields.mistake("code", "required, or referral_link");
    }
    var origin = visits.origin(call, fields);
    var first = VisitReader.firstClick(fields);
    fields.finish();
    guesses.check(call.clientAddress());
    return clicks
        .track(
            CodeText.ofLink(code.orElse("")), visits.visit(call), origin, first, call.admission())
        .map(ClickApi::view)
        .map(Answer::ok)
        .recover(fault -> guessed(call, fault));
  }

  private Future<Answer> guessed(Call call, Throwable fault) {
    return isUnknownCode(fault)
        ? guesses.missed(call.clientAddress()).compose(_ -> Future.failedFuture(fault))
        : Future.failedFuture(fault);
  }

  private static boolean isRefused(Throwable fault, Class<? extends Failure> failure) {
    return fault instanceof Refusal refusal && failure.isInstance(refusal.failure());
  }

  private static boolean isUnknownCode(Throwable fault) {
    return isRefused(fault, Failure.NotFound.class);
  }

  private static JsonObject view(Tracked tracked) {
    return new JsonObject()
        .put("success", true)
        .put("click_id", tracked.id().toString())
        .put("counted", tracked.counted());
  }

  /** Sends the visitor on. Trouble with our storage costs us the click, not them the page. */
  public Future<Answer> followCode(Call call) {
    if (!policy.serves(call)) {
      return Future.succeededFuture(policy.nowhere(call));
    }
    guesses.check(call.clientAddress());
    var code = CodeText.normalize(call.path("code"));
    var first = VisitReader.firstClick(call);
    return clicks
        .track(code, visits.visit(call), visits.origin(call), first, call.admission())
        .map(tracked -> policy.onward(tracked, first))
        .recover(fault -> withoutClick(call, code, fault));
  }

  private Future<Answer> withoutClick(Call call, String code, Throwable fault) {
    if (isUnknownCode(fault)) {
      return guesses.missed(call.clientAddress()).map(_ -> policy.nowhere(call));
    }
    if (isRefused(fault, Failure.RateLimited.class)) {
      return Future.failedFuture(fault);
    }
    lost.count(fault);
    return clicks
        .destination(code)
        .map(Answer::redirect)
        .otherwise(gone -> Answer.redirect(clicks.defaultDestination()));
  }
}
