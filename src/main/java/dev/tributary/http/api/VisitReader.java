package dev.tributary.http.api;

import dev.tributary.http.Call;
import dev.tributary.link.Click.Origin;
import dev.tributary.link.ClickId;
import dev.tributary.link.visit.Countries;
import dev.tributary.link.visit.Visit;
import dev.tributary.link.visit.VisitRules;
import dev.tributary.platform.JsonFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads off a request who visits and where they come from. It judges nothing. */
public final class VisitReader {
  static final String COOKIE = "tb_click";
  private static final int MAX_TEXT = 255;
  private static final int MAX_URL = 2048;
  private static final Pattern COOKIE_VALUE =
      Pattern.compile("(?:^|;\\s*)" + COOKIE + "=([a-z0-9_.]{1,80})");

  private final Countries countries;

  public VisitReader(Countries countries) {
    this.countries = countries;
  }

  Visit visit(Call call) {
    return new Visit(
        call.clientAddress(),
        userAgent(call),
        call.header("Sec-Purpose").or(() -> call.header("Purpose")).orElse(""),
        call.header("Sec-Fetch-Dest").orElse(""),
        call.isHead());
  }

  private static String userAgent(Call call) {
    return call.header("User-Agent").orElse("");
  }

  /** From the body of an API call, whose mistakes are told. */
  Origin origin(Call call, JsonFields fields) {
    return new Origin(
        VisitRules.device(userAgent(call)),
        country(call),
        fields.optionalText("referrer", MAX_URL).map(VisitReader::host).orElse(null),
        fields.optionalText("sub_id", MAX_TEXT).orElse(null),
        fields.optionalText("utm_source", MAX_TEXT).orElse(null),
        fields.optionalText("utm_medium", MAX_TEXT).orElse(null),
        fields.optionalText("utm_campaign", MAX_TEXT).orElse(null));
  }

  /** From what a browser sends along; what does not fit is no reason to stop a visitor. */
  Origin origin(Call call) {
    return new Origin(
        VisitRules.device(userAgent(call)),
        country(call),
        call.header("Referer").map(VisitReader::host).orElse(null),
        bounded(call.query("sub_id")),
        bounded(call.query("utm_source")),
        bounded(call.query("utm_medium")),
        bounded(call.query("utm_campaign")));
  }

  private @Nullable String country(Call call) {
    return countries.of(call.clientAddress()).orElse(null);
  }

  /** The ids in our cookie: the visitor's latest click and, after the dot, their first. */
  static Optional<ClickId> latestClick(Call call) {
    return cookie(call).flatMap(value -> ClickId.parse(value.split("\\.", 2)[0]));
  }

  static Optional<ClickId> firstClick(Call call) {
    return cookie(call)
        .map(value -> value.substring(value.indexOf('.') + 1))
        .flatMap(ClickId::parse);
  }

  /** The visitor's first click as the page that reports another one remembers it. */
  static Optional<ClickId> firstClick(JsonFields fields) {
    var text = fields.optionalText("first_click_id", MAX_TEXT);
    var id = text.flatMap(ClickId::parse);
    if (text.isPresent() && id.isEmpty()) {
      fields.mistake("first_click_id", "expected the id of a click");
    }
    return id;
  }

  private static Optional<String> cookie(Call call) {
    return call.header("Cookie")
        .map(COOKIE_VALUE::matcher)
        .flatMap(matcher -> matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty());
  }

  private static @Nullable String bounded(Optional<String> text) {
    return text.filter(value -> value.length() <= MAX_TEXT)
        .filter(value -> !JsonFields.hasControlCharacter(value))
        .orElse(null);
  }

  private static @Nullable String host(String url) {
    try {
      return bounded(Optional.ofNullable(new URI(url).getHost()));
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
