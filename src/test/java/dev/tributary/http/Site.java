package dev.tributary.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A marketing site on an origin of its own. Its tag, its script and its policy are the ones that
 * {@code docs/EMBED.md} shows, so that what people copy is what is tested. Under its other name it
 * stands in for a service that is slow.
 */
final class Site implements AutoCloseable {
  private static final Path MANUAL = Path.of("docs/EMBED.md");
  private static final int SLOW_MS = 500;
  private static final String BODY =
      """
      <a id="next" href="/next">next</a>
      <input id="click_id"><button id="accept">yes</button><button id="decline">no</button>
      """;

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private String service = "";
  private String tag = "";
  private String script = "";
  private String linkFromBlog = "";
  private final AtomicInteger slowClicks = new AtomicInteger();

  Site() {
    server = vertx.createHttpServer().requestHandler(this::serve);
    server.listen(0, "127.0.0.1").await();
  }

  /** The first example of the manual in this language that has these words in it. */
  static String example(String language, String words) {
    try {
      var fence = Pattern.compile("(?ms)^( *)```" + language + "\\n(.*?)^ *```$");
      var found =
          fence
              .matcher(Files.readString(MANUAL))
              .results()
              .map(block -> block.group(2).indent(-block.group(1).length()))
              .filter(text -> text.contains(words))
              .findFirst();
      assertThat(found).as(language + " with " + words).isPresent();
      return found.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String origin() {
    return at("127.0.0.1");
  }

  /** The same server under another name is another site. */
  String at(String host) {
    return "http://" + host + ":" + server.actualPort();
  }

  /** From now on every page has this tag in its head and no script of its own. */
  void embeds(String service, String tag) {
    this.service = service;
    this.tag = tag.replace("https://go.example", service);
    script = "";
  }

  /** A script of the site's own, after the tag. */
  void runs(String script) {
    this.script = script;
  }

  /** Makes the page /blog link there. */
  void blogLinksTo(String url) {
    linkFromBlog = url;
  }

  /** Clicks that arrived here in place of the service. */
  int slowClicks() {
    return slowClicks.get();
  }

  private void serve(HttpServerRequest request) {
    var response = request.response().putHeader("Content-Security-Policy", policy());
    switch (request.path()) {
      case "/favicon.ico" -> response.setStatusCode(204).end();
      case "/page.js" -> response.putHeader("Content-Type", "text/javascript").end(script);
      case "/tb.js" -> response.sendFile("src/main/resources/web/tb.js");
      case "/track-click" -> trackSlowly(request);
      case "/blog" -> html(response, "", "<a id=next href='" + linkFromBlog + "'>next</a>");
      default -> html(response, tag + ownTag(), BODY);
    }
  }

  /** The permission takes so long that the page which asked for it can be gone by then. */
  private void trackSlowly(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      slowClicks.incrementAndGet();
    }
    request
        .response()
        .putHeader("Access-Control-Allow-Origin", origin())
        .putHeader("Access-Control-Allow-Headers", "Content-Type")
        .setStatusCode(204);
    vertx.timer(SLOW_MS, TimeUnit.MILLISECONDS).onSuccess(later -> request.response().end());
  }

  private String ownTag() {
    return script.isEmpty() ? "" : "<script src=\"/page.js\" defer></script>";
  }

  private String policy() {
    var shown = example("http", "Content-Security-Policy").split(": ", 2)[1].strip();
    var policy = shown.replace("https://go.example", service);
    return script.isEmpty() ? policy : policy.replace("script-src", "script-src 'self'");
  }

  private static void html(HttpServerResponse response, String head, String body) {
    response
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .end("<!doctype html><title>Shop</title>" + head + "<body>" + body);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
