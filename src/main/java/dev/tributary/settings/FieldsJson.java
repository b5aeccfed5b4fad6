package dev.tributary.settings;

import dev.tributary.kernel.Currency;
import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Money;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.JsonFields;
import dev.tributary.platform.Program.Range;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of objects and lists strictly, and notes every mistake anywhere in it with its
 * JSON pointer. What it returns after a mistake is a placeholder that nobody gets to see: {@link
 * #read} refuses.
 */
final class FieldsJson {
  private static final int LAST_YEAR = 9999;

  /** More than anyone corrects at a time. */
  private static final int MAX_MISTAKES = 20;

  private final String pointer;
  private final JsonObject json;
  private final List<FieldError> mistakes;
  private final Set<String> read = new HashSet<>();

  private FieldsJson(String pointer, JsonObject json, List<FieldError> mistakes) {
    this.pointer = pointer;
    this.json = json;
    this.mistakes = mistakes;
  }

  /** What the reader makes of the object; refuses with {@code Invalid} when anything was wrong. */
  static <T> T read(JsonObject json, Function<FieldsJson, T> reader) {
    var mistakes = new ArrayList<FieldError>();
    var result = new FieldsJson("", json, mistakes).whole(reader);
    if (!mistakes.isEmpty()) {
      throw new Refusal(new Invalid(mistakes.subList(0, Math.min(mistakes.size(), MAX_MISTAKES))));
    }
    return result;
  }

  private <T> T whole(Function<FieldsJson, T> reader) {
    var result = reader.apply(this);
    json.fieldNames().stream()
        .filter(name -> !read.contains(name))
        .forEach(name -> mistake(name, "unknown field"));
    return result;
  }

  void mistake(String name, String detail) {
    mistakes.add(new FieldError(place(name), detail));
  }

  private String place(String name) {
    return pointer + '/' + name.replace("~", "~0").replace("/", "~1");
  }

  /** The value, or null after it was noted that it is required. */
  private @Nullable Object required(String name) {
    var value = value(name);
    if (value == null) {
      mistake(name, "required");
    }
    return value;
  }

  private @Nullable Object value(String name) {
    read.add(name);
    return json.getValue(name);
  }

  boolean has(String name) {
    return value(name) != null;
  }

  Set<String> names() {
    return json.fieldNames();
  }

  int number(String name, Range range) {
    return Math.toIntExact(whole(name, range.min(), range.max(), "a whole number"));
  }

  OptionalInt optionalNumber(String name, Range range) {
    return has(name) ? OptionalInt.of(number(name, range)) : OptionalInt.empty();
  }

  /** Minor units of an amount, from {@code min} on. */
  long minor(String name, long min) {
    return whole(name, min, Money.MAX_MINOR, "whole minor units");
  }

  private long whole(String name, long min, long max, String what) {
    var value = required(name);
    if ((value instanceof Integer || value instanceof Long)
        && ((Number) value).longValue() >= min
        && ((Number) value).longValue() <= max) {
      return ((Number) value).longValue();
    }
    wrong(value, name, "expected " + what + " from " + min + " to " + max);
    return min;
  }

  Currency currency(String name) {
    var text = text(name, 3);
    var currency = Currency.parse(text);
    if (currency.isEmpty() && !text.isEmpty()) {
      mistake(name, "expected an ISO 4217 currency code");
    }
    return currency.orElse(new Currency("XXX"));
  }

  Optional<Boolean> optionalFlag(String name) {
    var value = value(name);
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    wrong(value, name, "expected true or false");
    return Optional.empty();
  }

  /** A text that matches, empty when there is none. */
  String optionalMatch(String name, String pattern, String expectation) {
    var value = value(name);
    if (value instanceof String text && text.matches(pattern)) {
      return text;
    }
    wrong(value, name, expectation);
    return "";
  }

  String text(String name, int max) {
    var value = required(name);
    if (value instanceof String text
        && !text.isBlank()
        && text.length() <= max
        && !JsonFields.hasControlCharacter(text)) {
      return text;
    }
    wrong(value, name, "expected a text of 1 to " + max + " characters without control characters");
    return "";
  }

  /** One of the words; the first after a mistake. */
  String word(String name, List<String> words) {
    var value = required(name);
    if (value instanceof String word && words.contains(word)) {
      return word;
    }
    wrong(value, name, "expected one of " + String.join(", ", words));
    return words.getFirst();
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    var words = Stream.of(type.getEnumConstants()).map(StateTable::word).toList();
    return Enum.valueOf(type, word(name, words).toUpperCase(Locale.ROOT));
  }

  /** An RFC 3339 time with an offset. */
  Optional<Instant> optionalTime(String name) {
    var value = value(name);
    try {
      var time = value instanceof String text ? OffsetDateTime.parse(text) : null;
      if (time != null && time.getYear() >= 2000 && time.getYear() <= LAST_YEAR) {
        return Optional.of(time.toInstant());
      }
    } catch (DateTimeException e) {
      // Told below: what is no time and what is none of ours are the same to the caller.
    }
    wrong(value, name, "expected an RFC 3339 time such as 2026-05-01T10:00:00Z");
    return Optional.empty();
  }

  /** Empty after a mistake. */
  <T> Optional<T> object(String name, Function<FieldsJson, T> reader) {
    return optionalObject(name, required(name), reader);
  }

  <T> Optional<T> optionalObject(String name, Function<FieldsJson, T> reader) {
    return optionalObject(name, value(name), reader);
  }

  private <T> Optional<T> optionalObject(
      String name, @Nullable Object value, Function<FieldsJson, T> reader) {
    if (value instanceof JsonObject object) {
      return Optional.of(new FieldsJson(place(name), object, mistakes).whole(reader));
    }
    wrong(value, name, "expected an object");
    return Optional.empty();
  }

  /** The entries that are objects; each is read whole. */
  <T> List<T> objects(String name, Function<FieldsJson, T> reader) {
    var entries = entries(name);
    return Stream.iterate(0, i -> i < entries.size(), i -> i + 1)
        .flatMap(i -> at(name).optionalObject(i.toString(), entries.getValue(i), reader).stream())
        .toList();
  }

  /** The entries that are texts the rule allows. */
  List<String> texts(String name, Predicate<String> rule, String expectation) {
    var texts = new ArrayList<String>();
    for (var entry : entries(name)) {
      texts.add(entry instanceof String text && rule.test(text) ? text : "");
      if (texts.getLast().isEmpty()) {
        at(name).mistake(Integer.toString(texts.size() - 1), expectation);
      }
    }
    return texts;
  }

  /** The place of a list, to say what is wrong inside. */
  FieldsJson at(String name) {
    return new FieldsJson(place(name), new JsonObject(), mistakes);
  }

  private JsonArray entries(String name) {
    var value = required(name);
    if (value instanceof JsonArray array) {
      return array;
    }
    wrong(value, name, "expected a list");
    return new JsonArray();
  }

  /** What is not there at all has been noted before, where it is required. */
  private void wrong(@Nullable Object value, String name, String detail) {
    if (value != null) {
      mistake(name, detail);
    }
  }
}
