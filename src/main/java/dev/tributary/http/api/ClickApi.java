package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.link.Click.Origin;
import dev.tributary.link.ClickService;
import dev.tributary.link.ClickService.Tracked;
import dev.tributary.link.CodeText;
import dev.tributary.platform.JsonFields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of the section "Clicks". They are the hot path and check their input by hand. */
public final class ClickApi {
  private static final Logger LOG = LoggerFactory.getLogger(ClickApi.class);
  private static final int MAX_TEXT = 255;
  private static final int MAX_URL = 2048;

  private final ClickService clicks;
  private final String cookieAttributes;

  /**
   * Serves clicks.
   *
   * @param secureCookie false only where the service is not behind TLS, as in demo mode
   */
  public ClickApi(ClickService clicks, boolean secureCookie) {
    this.clicks = clicks;
    this.cookieAttributes =
        "; Path=/; HttpOnly; SameSite=Lax" + (secureCookie ? "; Secure" : "") + "; Max-Age=";
  }

  public Future<Answer> trackClick(Call call) {
    var fields = new JsonFields("", call.body());
    var code = Spellings.code(fields);
    if (code.isEmpty()) {
      fields.mistake("code", "required, or referral_link");
    }
    var origin =
        new Origin(
            fields.optionalText("referrer", MAX_URL).map(ClickApi::host).orElse(null),
            fields.optionalText("sub_id", MAX_TEXT).orElse(null),
            fields.optionalText("utm_source", MAX_TEXT).orElse(null),
            fields.optionalText("utm_medium", MAX_TEXT).orElse(null),
            fields.optionalText("utm_campaign", MAX_TEXT).orElse(null));
    fields.finish();
    return clicks
        .track(CodeText.ofLink(code.orElse("")), origin)
        .map(ClickApi::view)
        .map(Answer::ok);
  }

  private static JsonObject view(Tracked tracked) {
    return new JsonObject()
        .put("success", true)
        .put("click_id", tracked.id().toString())
        .put("counted", tracked.counted());
  }

  /** Sends the visitor on. Trouble with our storage costs us the click, not them the page. */
  public Future<Answer> followCode(Call call) {
    var code = CodeText.normalize(call.path("code"));
    return clicks
        .track(code, origin(call))
        .map(tracked -> found(tracked))
        .recover(fault -> uncounted(code, fault));
  }

  private Answer found(Tracked tracked) {
    var id = tracked.id().toString();
    return Answer.redirect(withClick(tracked.destinationUrl(), id))
        .with("Set-Cookie", "tb_click=" + id + cookieAttributes + tracked.windowSeconds());
  }

  private Future<Answer> uncounted(String code, Throwable fault) {
    if (fault instanceof Refusal refusal && refusal.failure() instanceof Failure.NotFound) {
      return Future.failedFuture(fault);
    }
    LOG.warn("A click on {} could not be stored: {}", code, fault.toString());
    return clicks.destination(code).map(Answer::redirect);
  }

  private static Origin origin(Call call) {
    return new Origin(
        call.header("Referer").map(ClickApi::host).orElse(null),
        bounded(call.query("sub_id")),
        bounded(call.query("utm_source")),
        bounded(call.query("utm_medium")),
        bounded(call.query("utm_campaign")));
  }

  /** What a browser sends along is kept if it fits, and never a reason to stop a visitor. */
  private static @Nullable String bounded(Optional<String> text) {
    return text.filter(value -> value.length() <= MAX_TEXT)
        .filter(value -> value.chars().noneMatch(Character::isISOControl))
        .orElse(null);
  }

  private static @Nullable String host(String url) {
    try {
      return bounded(Optional.ofNullable(new URI(url).getHost()));
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String withClick(String url, String clickId) {
    int fragment = url.indexOf('#');
    var page = fragment < 0 ? url : url.substring(0, fragment);
    var rest = fragment < 0 ? "" : url.substring(fragment);
    return page + (page.contains("?") ? "&" : "?") + "tb_click=" + clickId + rest;
  }
}
