package dev.tributary.settings;

import dev.tributary.kernel.Money;
import java.util.OptionalInt;

/**
 * What a reward brings and for how long it can be claimed. Pure data; granting and paying it out is
 * not its business.
 *
 * @param expiresAfterDays days between the grant and the moment it can no longer be claimed; empty
 *     means for ever
 */
public record Prize(Value value, OptionalInt expiresAfterDays) {
  /** Something to show, worth nothing. */
  public static final Prize BADGE = new Prize(new Value.Badge(), OptionalInt.empty());

  /** What it is worth; the words of {@link #kind} are those of settings, SQL and JSON. */
  public sealed interface Value {
    String kind();

    /** Nothing but the name. */
    record Badge() implements Value {
      @Override
      public String kind() {
        return "badge";
      }
    }

    /** Money that the claim moves into the affiliate's available balance. */
    record Cash(Money amount) implements Value {
      @Override
      public String kind() {
        return "cash";
      }
    }

    /** Money that the host credits when it hears of the claim; no account here knows of it. */
    record HostCredit(Money amount) implements Value {
      @Override
      public String kind() {
        return "host_credit";
      }
    }

    /** Points; they are added up and mean what the host says. */
    record Points(int points) implements Value {
      @Override
      public String kind() {
        return "points";
      }
    }

    /**
     * A code that the host's shop takes.
     *
     * @param code its beginning in the settings, the whole of it in a reward
     */
    record Voucher(String code) implements Value {
      @Override
      public String kind() {
        return "voucher";
      }

      @Override
      public String toString() {
        return "Voucher[***]";
      }
    }
  }
}
