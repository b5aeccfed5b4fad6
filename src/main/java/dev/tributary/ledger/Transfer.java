package dev.tributary.ledger;

import dev.tributary.kernel.Money;
import java.util.List;

/**
 * One movement of money between two accounts. It is balanced by construction, what leaves the one
 * account enters the other, and it cannot move nothing or a negative amount.
 *
 * @param key names the cause, as in {@code credit:ic_…}; a second transfer of that key is refused
 */
public record Transfer(String key, String kind, Account from, Account to, Money amount) {
  public Transfer {
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("a transfer moves more than zero, not " + amount);
    }
    if (from.equals(to)) {
      throw new IllegalArgumentException("a transfer has two accounts");
    }
  }

  /** Its two postings: the debit of the one account and the credit of the other. */
  List<Posting> postings() {
    return List.of(new Posting(from, amount.negated()), new Posting(to, amount));
  }

  /** A change of one account's balance. */
  record Posting(Account account, Money amount) {}
}
