package dev.tributary.http;

import java.util.stream.Collectors;

/** Prints {@code docs/errors.md} out of what the page at /docs/errors shows. */
public final class ErrorsDoc {
  private static final String HEAD =
      """
      # Errors

      Every error is `application/problem+json` (RFC 9457). React to `code`; `title` and `detail`
      are for people. `type` names the kind, and is the address of this list at the service.
      `request_id` finds the request in the logs. Words in braces stand for the thing that the
      request is about, as in `code_not_found`.

      | kind | status | code | meaning | try again |
      |---|---|---|---|---|
      """;

  private ErrorsDoc() {}

  public static String markdown() {
    return ErrorsPage.kinds().stream()
        .map(ErrorsDoc::row)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String row(ErrorsPage.Kind kind) {
    return "| <a id=\"%s\"></a>%s | %d | `%s` | %s | %s |"
        .formatted(
            kind.slug(),
            kind.title(),
            kind.status(),
            String.join("`, `", kind.codes()),
            kind.meaning(),
            kind.retry());
  }
}
