package dev.tributary.platform;

import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Refusal;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the fields of a JSON object that came from outside, strictly: right type, inside the
 * bounds, nothing unknown. It collects every mistake with its JSON pointer; {@link #finish} refuses
 * when there is one. What it returns after a mistake is a placeholder that must not be used.
 */
public final class JsonFields {
  private static final Pattern WORD = Pattern.compile("[a-z0-9_]+");
  private static final int MAX_TEXT = 2048;
  private static final Currency NO_CURRENCY = new Currency("XXX");

  private final String pointer;
  private final JsonObject json;
  private final Set<String> read = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * @param pointer where the object stands in the body; empty for the body itself
   */
  public JsonFields(String pointer, JsonObject json) {
    this.pointer = pointer;
    this.json = json;
  }

  /** A required text of 1 to {@code max} characters without control characters. */
  public String text(String name, int max) {
    var text = optionalText(name, max);
    if (text.isEmpty() && json.getValue(name) == null) {
      mistake(name, "required");
    }
    return text.orElse("");
  }

  public Optional<String> optionalText(String name, int max) {
    read.add(name);
    var value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && isText(text, max)) {
      return Optional.of(text);
    }
    mistake(name, "expected text of 1 to " + max + " characters without control characters");
    return Optional.empty();
  }

  /** A name that the host has made up for something: lower-case letters, digits, underscores. */
  public Optional<String> optionalWord(String name, int max) {
    var word = optionalText(name, max);
    if (word.isPresent() && !WORD.matcher(word.get()).matches()) {
      mistake(name, "expected lower-case letters, digits and underscores");
    }
    return word;
  }

  /** A field with several spellings, of which at most one may be there. */
  public Optional<String> anyText(int max, String... names) {
    var found = Optional.<String>empty();
    for (var name : names) {
      var text = optionalText(name, max);
      if (found.isPresent() && text.isPresent()) {
        mistake(name, "gives the same thing in more than one way");
      }
      found = found.or(() -> text);
    }
    return found;
  }

  /** A required user id, under one of these names. */
  public String userId(String... names) {
    var given = Stream.of(names).filter(name -> json.getValue(name) != null).toList();
    var id = anyText(MAX_TEXT, names);
    if (given.isEmpty()) {
      mistake(names[0], "required");
    } else if (id.isPresent() && !Actor.isUserId(id.get())) {
      mistake(given.getFirst(), "expected 1 to 128 printable ASCII characters without spaces");
    }
    return id.orElse("");
  }

  /** An amount of at least zero in integer minor units. */
  public Money amount(String name, Currency currency) {
    if (json.getValue(name) == null) {
      read.add(name);
      mistake(name, "required");
    }
    return optionalAmount(name, currency);
  }

  /** Like {@link #amount}, zero when absent. */
  public Money optionalAmount(String name, Currency currency) {
    read.add(name);
    return switch (json.getValue(name)) {
      case null -> Money.zero(currency);
      case Integer minor when minor >= 0 -> Money.of(minor, currency);
      case Long minor when minor >= 0 && minor <= Money.MAX_MINOR -> Money.of(minor, currency);
      default -> {
        mistake(name, "expected an integer from 0 to " + Money.MAX_MINOR + " in minor units");
        yield Money.zero(currency);
      }
    };
  }

  public Currency currency(String name) {
    var text = text(name, 3);
    var currency = Currency.parse(text);
    if (currency.isEmpty() && !text.isEmpty()) {
      mistake(name, "expected an ISO 4217 currency code");
    }
    return currency.orElse(NO_CURRENCY);
  }

  /**
   * A required RFC 3339 time with an offset, from the year 2000 on and not after {@code latest}.
   */
  public Instant time(String name, Instant latest) {
    if (json.getValue(name) == null) {
      read.add(name);
      mistake(name, "required");
    }
    return optionalTime(name, latest).orElse(Instant.EPOCH);
  }

  public Optional<Instant> optionalTime(String name, Instant latest) {
    return optionalText(name, MAX_TEXT).flatMap(text -> time(name, text, latest));
  }

  private Optional<Instant> time(String name, String text, Instant latest) {
    try {
      var time = OffsetDateTime.parse(text);
      if (time.getYear() >= 2000 && !time.toInstant().isAfter(latest)) {
        return Optional.of(time.toInstant());
      }
      mistake(name, "expected a time between the year 2000 and now");
    } catch (DateTimeException e) {
      mistake(name, "expected an RFC 3339 time such as 2026-05-01T10:00:00Z");
    }
    return Optional.empty();
  }

  /** Lets a field pass without looking at it. */
  public void ignore(String... names) {
    read.addAll(List.of(names));
  }

  public void mistake(String name, String detail) {
    errors.add(new FieldError(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), detail));
  }

  /** Refuses when anything was wrong or a field is left that nobody asked for. */
  public void finish() {
    for (var name : json.fieldNames()) {
      if (!read.contains(name)) {
        mistake(name, "unknown field");
      }
    }
    if (!errors.isEmpty()) {
      throw new Refusal(new Invalid(errors));
    }
  }

  /** Characters are code points here, as they are in JSON Schema and in PostgreSQL. */
  private static boolean isText(String text, int max) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= max
        && !hasControlCharacter(text);
  }

  public static boolean hasControlCharacter(String text) {
    int at = 0;
    while (at < text.length() && !Character.isISOControl(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }
}
