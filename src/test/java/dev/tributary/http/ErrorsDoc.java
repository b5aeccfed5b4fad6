package dev.tributary.http;

import dev.tributary.kernel.Failure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Prints {@code docs/errors.md} out of what the edge really answers. */
public final class ErrorsDoc {
  private static final String HEAD =
      """
      # Errors

      Every error is `application/problem+json` (RFC 9457). React to `code`; `title` and `detail`
      are for people. `request_id` finds the request in the logs. Words in braces stand for the
      thing the request is about, as in `code_not_found`.

      | code | status | meaning | try again |
      |---|---|---|---|
      """;

  /** One of each kind of failure, with the words in braces that the kind fills in. */
  static final List<Failure> KINDS =
      List.of(
          Failure.Invalid.field("/field", "is required"),
          new Failure.Unauthenticated("There is no token, or none that can be trusted."),
          new Failure.Forbidden(),
          new Failure.NotFound("{type}", "id"),
          new Failure.Refused("{reason}", "A rule of the program says no; the code is the rule."),
          new Failure.IllegalTransition(
              new Failure.Resource("{type}", "id", "{status}"), "in question"),
          new Failure.LimitReached("{name}", 10),
          new Failure.RateLimited(Duration.ofSeconds(1)),
          new Failure.Unavailable("a dependency"));

  private ErrorsDoc() {}

  static Stream<Problem> problems() {
    var refused = KINDS.stream().map(Problems::of);
    var routed = IntStream.of(403, 404, 405, 413, 415).mapToObj(Problems::ofStatus);
    return Stream.of(refused, routed, Stream.of(Problems.INTERNAL)).flatMap(s -> s);
  }

  public static String markdown() {
    return problems().map(ErrorsDoc::row).collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String row(Problem problem) {
    var retry = problem.retryAfter() == null ? "" : "after `Retry-After`";
    return "| <a id=\"%1$s\"></a>`%1$s` | %2$d | %3$s | %4$s |"
        .formatted(problem.code(), problem.status(), problem.detail(), retry);
  }
}
