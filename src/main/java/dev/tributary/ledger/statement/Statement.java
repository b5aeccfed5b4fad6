package dev.tributary.ledger.statement;

import dev.tributary.kernel.Currency;
import dev.tributary.ledger.Balance;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A month (UTC) of an affiliate's accounts: what there was, what happened, what there is.
 *
 * @param opening one for each currency there is at the end
 * @param entries oldest first
 * @param closing in the order of the opening ones; so far, if the month is not over
 */
public record Statement(
    YearMonth month, List<Balance> opening, List<Entry> entries, List<Balance> closing) {

  static Statement of(YearMonth month, List<Balance> opening, List<Entry> entries) {
    var all =
        Stream.concat(
                opening.stream().map(Balance::currency),
                entries.stream().map(entry -> entry.amount().currency()))
            .distinct()
            .sorted(Comparator.comparing(Currency::code))
            .map(currency -> in(currency, opening))
            .toList();
    return new Statement(
        month, all, entries, all.stream().map(balance -> after(balance, entries)).toList());
  }

  private static Balance in(Currency currency, List<Balance> balances) {
    return balances.stream()
        .filter(balance -> balance.currency().equals(currency))
        .findFirst()
        .orElse(new Balance(currency, 0, 0, 0, 0));
  }

  private static Balance after(Balance balance, List<Entry> entries) {
    var closing = balance;
    for (var entry : entries) {
      if (entry.amount().currency().equals(balance.currency())) {
        closing = closing.plus(entry.bucket(), entry.amount().minor());
      }
    }
    return closing;
  }
}
