package dev.tributary.http.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What pages of other sites need to report clicks: the script, the permission to call the one
 * operation that it calls, and in demo mode a sample page. Every other operation stays closed to
 * them, and so does this one for a site that is not configured.
 */
public final class Embed {
  /** The operation that the script calls. */
  public static final String OPERATION = "trackClick";

  private static final String OPERATION_PATH = "/track-click";

  /** Chromium's own limit for how long it believes a preflight. */
  private static final int PREFLIGHT_S = 7200;

  private static final String LOCALHOST = "https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?";
  private static final String ONE_HOUR = "public, max-age=3600";
  private static final String DEMO_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private final CorsHandler permission;
  private final boolean demo;

  /**
   * Embeds in these sites.
   *
   * @param origins as browsers spell them
   * @param publicUrl our own address; browsers name the origin of a POST to it, too
   * @param demo whether there is a sample page, and pages on this machine are sites of ours
   */
  public Embed(List<String> origins, String publicUrl, boolean demo) {
    this.demo = demo;
    // As patterns, because with a single plain origin the handler leaves Vary out. A beacon always
    // carries credentials, so a browser wants them allowed; the operation reads none.
    permission =
        CorsHandler.create()
            .addOriginWithRegex(Pattern.quote(origin(publicUrl)))
            .addOriginsWithRegex(origins.stream().map(Pattern::quote).toList())
            .allowCredentials(true)
            .allowedMethod(HttpMethod.POST)
            .allowedHeader("Content-Type")
            .exposedHeaders(Set.of("X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After"))
            .maxAgeSeconds(PREFLIGHT_S);
    if (demo) {
      permission.addOriginWithRegex(LOCALHOST);
    }
  }

  private static String origin(String url) {
    var uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** The step of {@link #OPERATION} that refuses pages of other sites with 403. */
  public Handler<RoutingContext> permission() {
    return permission;
  }

  /** Serves the files, and answers the browser that asks before it sends a click. */
  public void mount(Router router) {
    router.options(OPERATION_PATH).handler(permission).handler(context -> context.fail(405));
    router
        .get("/tb.js")
        .handler(Embed::shareWithEverySite)
        .handler(new StaticFile("tb.js", "text/javascript", ONE_HOUR));
    if (demo) {
      router.get("/demo").handler(Embed::protect).handler(file("demo.html", "text/html"));
      router.get("/demo.js").handler(file("demo.js", "text/javascript"));
      router.get("/demo.css").handler(file("demo.css", "text/css"));
    }
  }

  /** A page that isolates itself (COEP) loads only what says that it may be loaded. */
  private static void shareWithEverySite(RoutingContext context) {
    context.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
    context.next();
  }

  private static StaticFile file(String name, String type) {
    return new StaticFile(name, type, "no-cache");
  }

  /** The referrer is part of what the sample shows, so it is sent as browsers do by themselves. */
  private static void protect(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", DEMO_POLICY)
        .putHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    context.next();
  }
}
