package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.link.ClickId;
import dev.tributary.link.ClickService.Tracked;
import dev.tributary.platform.Config;
import dev.tributary.platform.Resource;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a visitor of a link is answered: where to, with which cookie, and what when nowhere. */
public final class RedirectPolicy {
  private static final String NOT_FOUND_PAGE = Resource.text("web/link-not-found.html");

  private final String cookieAttributes;
  private final String fallbackUrl;
  private final Set<String> hosts;

  /**
   * The policy of this installation.
   *
   * @param publicUrl tells whether there is TLS in front, which the cookie then requires
   */
  public RedirectPolicy(String publicUrl, Config.Clicks config) {
    var secure = publicUrl.startsWith("https:") ? "; Secure" : "";
    cookieAttributes = "; Path=/; HttpOnly; SameSite=Lax" + secure + "; Max-Age=";
    fallbackUrl = config.fallbackUrl();
    hosts = hosts(publicUrl, config.hosts());
  }

  /** In lower case: host names are compared without regard to it (RFC 9110, 4.2.3). */
  private static Set<String> hosts(String publicUrl, List<String> more) {
    return more.isEmpty()
        ? Set.of()
        : Stream.concat(Stream.of(URI.create(publicUrl).getHost()), more.stream())
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether links are served under the name by which this request came. */
  boolean serves(Call call) {
    return hosts.isEmpty()
        || call.host().map(host -> hosts.contains(host.toLowerCase(Locale.ROOT))).orElse(false);
  }

  /** On to the destination, which gets to know the click, as does the visitor's cookie. */
  Answer onward(Tracked tracked, Optional<ClickId> first) {
    var id = tracked.id().toString();
    var cookie = VisitReader.COOKIE + "=" + id + "." + first.orElse(tracked.id());
    return Answer.redirect(withClick(tracked.destinationUrl(), id))
        .with("Set-Cookie", cookie + cookieAttributes + tracked.windowSeconds());
  }

  private static String withClick(String url, String clickId) {
    int fragment = url.indexOf('#');
    var page = fragment < 0 ? url : url.substring(0, fragment);
    var rest = fragment < 0 ? "" : url.substring(fragment);
    return page + (page.contains("?") ? "&" : "?") + "tb_click=" + clickId + rest;
  }

  /** The link leads nowhere: the page the owner has for that, or a plain one for people. */
  Answer nowhere(Call call) {
    if (!fallbackUrl.isEmpty()) {
      return Answer.redirect(fallbackUrl);
    }
    if (call.header("Accept").orElse("").contains("text/html")) {
      return new Answer(
          404, Buffer.buffer(NOT_FOUND_PAGE), Map.of("Content-Type", "text/html; charset=utf-8"));
    }
    throw new Refusal(new Failure.NotFound("code", call.path("code")));
  }
}
