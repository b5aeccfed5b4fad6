package dev.tributary.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.kernel.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The page that the {@code type} of every problem leads to: one heading for each kind, filled from
 * examples of what the edge really answers. It knows no single occurrence.
 */
final class ErrorsPage {
  static final String PATH = "/docs/errors";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
      body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
      h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem }
      h2:target { border-left: .3rem solid; padding-left: .6rem }
      h2 a { color: inherit; text-decoration: none }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 0 }
      dt { opacity: .75 }
      dd { margin: 0; min-width: 0; overflow-wrap: anywhere }
      """;

  private static final String POLICY =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src '"
          + hash(STYLE)
          + '\'';

  /** One of each, with the words in braces that the request fills in. */
  static final List<Failure> FAILURES =
      List.of(
          Failure.Invalid.field("/field", "is required"),
          new Failure.Unauthenticated("There is no token, or none that can be trusted."),
          new Failure.Forbidden(),
          new Failure.NotFound("{type}", "id"),
          new Failure.Refused("{reason}", "A rule of the program says no; the code is the rule."),
          new Failure.Exists(new Failure.Resource("{type}", "id", "{status}")),
          new Failure.IllegalTransition(
              new Failure.Resource("{type}", "id", "{status}"), "in question"),
          new Failure.LimitReached("{name}", 10),
          new Failure.PreconditionRequired(),
          new Failure.PreconditionFailed(new Failure.Resource("{type}", "id", "{status}")),
          new Failure.KeyReused(),
          new Failure.RateLimited(Duration.ofSeconds(1)),
          new Failure.Unavailable("a dependency"));

  private final String html;

  ErrorsPage() {
    var kinds = kinds().stream().map(ErrorsPage::section).collect(Collectors.joining());
    html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Errors of Tributary</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>Errors</h1>
        <p>Every error is <code>application/problem+json</code> (RFC 9457), and its
        <code>type</code> leads to one of the kinds below. React to <code>code</code>; the rest is
        for people. Words in braces stand for the thing that the request is about, as in
        <code>code_not_found</code>.</p>
        %s</main>
        </body>
        </html>
        """
            .formatted(STYLE, kinds);
  }

  /**
   * What all problems of one title have in common.
   *
   * @param slug the fragment of their {@code type}
   */
  record Kind(
      String slug, String title, int status, List<String> codes, String meaning, String retry) {
    private static Kind of(List<Problem> alike) {
      var first = alike.getFirst();
      return new Kind(
          first.kind(),
          first.title(),
          first.status(),
          alike.stream().map(Problem::code).toList(),
          alike.stream().map(Problem::detail).collect(Collectors.joining(" Or: ")),
          retry(first));
    }

    private static String retry(Problem problem) {
      if (problem.retryAfter() != null) {
        return "after the seconds in Retry-After";
      }
      return problem.status() < 500
          ? "not until something has changed"
          : "when what the log says is mended";
    }
  }

  static List<Kind> kinds() {
    var refused = FAILURES.stream().map(Problems::of);
    var routed = IntStream.of(403, 404, 405, 413, 415).mapToObj(Problems::ofStatus);
    return Stream.of(refused, routed, Stream.of(Problems.INTERNAL))
        .flatMap(problems -> problems)
        .collect(Collectors.groupingBy(Problem::kind, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(Kind::of)
        .toList();
  }

  private static String section(Kind kind) {
    var codes = String.join("</code>, <code>", kind.codes());
    return """
        <h2 id="%1$s"><a href="#%1$s">%2$s</a></h2>
        <dl>
        <dt>Status</dt><dd>%3$d</dd>
        <dt>Code</dt><dd><code>%4$s</code></dd>
        <dt>Meaning</dt><dd>%5$s</dd>
        <dt>Try again</dt><dd>%6$s</dd>
        </dl>
        """
        .formatted(kind.slug(), kind.title(), kind.status(), codes, kind.meaning(), kind.retry());
  }

  /** Lets this style in and no other (CSP level 3, 6.7.3.3). */
  private static String hash(String style) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void show(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(html);
  }
}
