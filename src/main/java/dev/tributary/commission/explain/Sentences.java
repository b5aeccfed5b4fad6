package dev.tributary.commission.explain;

import dev.tributary.commission.engine.Step;
import dev.tributary.kernel.Currency;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in a sentence why a decision, or a step of it, came out as it did, with the values in it. It
 * knows nothing but the decision: the same decision is always told in the same words.
 */
public final class Sentences {
  private static final Pattern CHOICE = Pattern.compile("\\[([^]|]*)\\|([^]|]*)]");
  private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");
  private static final Set<String> AMOUNTS = Set.of("base", "amount", "instalment", "refund");
  private static final int PERCENT_DIGITS = 4;

  private Sentences() {}

  /** Why it was decided like this. */
  public static String of(Explanation decision) {
    Map<String, Object> values = new HashMap<>();
    decision.trace().forEach(step -> values.putAll(values(step)));
    values.put("amount", decision.amount().minor());
    return of(decision.reasonCode(), values, decision.amount().currency());
  }

  /** What came of one step. */
  public static String of(Step step, Currency currency) {
    return of(step.reasonCode(), values(step), currency);
  }

  private static Map<String, Object> values(Step step) {
    Map<String, Object> values = new HashMap<>(step.inputs());
    if (step.value() != null) {
      values.put(step.step(), step.value());
    }
    return values;
  }

  /** A code without a sentence, which an older or newer version may have stored, stands itself. */
  private static String of(String reason, Map<String, Object> values, Currency currency) {
    var sentence = Reasons.SENTENCES.getOrDefault(reason, reason);
    var chosen = CHOICE.matcher(sentence).replaceAll(choice -> choose(choice, values));
    return VALUE.matcher(chosen).replaceAll(name -> text(name.group(1), values, currency));
  }

  private static String choose(MatchResult choice, Map<String, Object> values) {
    var names = VALUE.matcher(choice.group(1)).results().map(name -> name.group(1));
    return names.allMatch(values::containsKey) ? choice.group(1) : choice.group(2);
  }

  private static String text(String name, Map<String, Object> values, Currency currency) {
    var value = values.get(name);
    var text = String.valueOf(value);
    if (value instanceof Number number && AMOUNTS.contains(name)) {
      text = decimal(number.longValue(), digits(currency)) + " " + currency.code();
    } else if (value instanceof Number number && name.equals("rate")) {
      text = percent(number.longValue());
    }
    return Matcher.quoteReplacement(text);
  }

  private static String percent(long ppm) {
    var exact = BigDecimal.valueOf(ppm, PERCENT_DIGITS).stripTrailingZeros();
    return exact.toPlainString() + " percent";
  }

  private static String decimal(long minor, int digits) {
    return BigDecimal.valueOf(minor, digits).toPlainString();
  }

  /** Minor units of funds and metals, which have none, are whole. */
  private static int digits(Currency currency) {
    var digits = java.util.Currency.getInstance(currency.code()).getDefaultFractionDigits();
    return Math.max(0, digits);
  }
}
