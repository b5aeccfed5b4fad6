package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No statement on the way of an event reads a table or an index as a whole, however the tables look
 * when a connection plans it: it keeps that plan while they grow. The stores' constants are found
 * by reflection, so that a new statement is held to it, too.
 */
class EventPlanIT {
  private static final List<String> STORES =
      List.of(
          "event.InboxStore",
          "event.OutboxStore",
          "referral.ReferralStore",
          "commission.CommissionStore",
          "commission.FactStore",
          "ledger.LedgerStore",
          "audit.AuditStore");

  /** What is there after a while: all of it worked off. */
  private static final String PAST =
      """
      INSERT INTO affiliate (id, user_id, status, source)
      SELECT md5('a' || n)::uuid, 'grown-' || n, 'active', 'user' FROM generate_series(1, 2000) n;
      INSERT INTO referral (id, referred_user_id, affiliate_id, affiliate_user_id, code, status,
                            reason_code)
      SELECT md5('r' || n)::uuid, 'buyer-' || n, md5('a' || n)::uuid, 'grown-' || n, 'CODE',
             'pending', 'bound' FROM generate_series(1, 2000) n;
      INSERT INTO inbound_event (id, source, event_id, type, payload, status, finished_at)
      SELECT md5('e' || n)::uuid, '/shop', 'past-' || n, 'order.paid', '{}', 'done', now()
      FROM generate_series(1, 20000) n;
      INSERT INTO order_fact (order_id, event, user_id, order_kind, amount_minor, tax_minor,
                              shipping_minor, discount_minor, currency)
      SELECT 'O-' || n, md5('e' || n)::uuid, 'buyer-' || n % 2000, 'product', 1100, 100, 0, 0,
             'USD' FROM generate_series(1, 20000) n;
      INSERT INTO invoice_fact (invoice_id, order_id, event, payment_method, amount_minor,
                                currency, paid_at, earns)
      SELECT 'I-' || n, 'O-' || n, md5('e' || n)::uuid, 'card', 1100, 'USD', now(), true
      FROM generate_series(1, 20000) n;
      INSERT INTO decision (id, event, order_id, invoice_id, outcome, reason_code, amount_minor,
                            currency, settings_version, engine_version, trace)
      SELECT md5('e' || n)::uuid, md5('e' || n)::uuid, 'O-' || n, 'I-' || n, 'commission',
             'commission', 100, 'USD', 1, '1', '[]' FROM generate_series(1, 20000) n;
      INSERT INTO order_commission (id, order_id, referral_id, affiliate_id, decision_id,
                                    base_minor, rate_ppm, amount_minor, currency, trigger_no,
                                    status)
      SELECT md5('e' || n)::uuid, 'O-' || n, md5('r' || n % 2000 + 1)::uuid,
             md5('a' || n % 2000 + 1)::uuid, md5('e' || n)::uuid, 1000, 100000, 100, 'USD', n,
             'approved' FROM generate_series(1, 20000) n;
      INSERT INTO invoice_commission (id, order_commission_id, invoice_id, amount_minor,
                                      reversed_minor, currency, status, hold_days)
      SELECT md5('e' || n)::uuid, md5('e' || n)::uuid, 'I-' || n, 100, 0, 'USD', 'approved', 0
      FROM generate_series(1, 20000) n;
      INSERT INTO account (owner, bucket, currency, balance_minor)
      SELECT id, 'pending', 'USD', 1000 FROM affiliate;
      INSERT INTO outbox (id, type, subject, data, published_at)
      SELECT gen_random_uuid(), 'reward.granted', 'past', '{}', now()
      FROM generate_series(1, 20000);
      """;

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @Test
  void theStatementsOfAnEventReadNothingAsAWholeHoweverMuchThereIs() {
    assertThat(readAsAWhole()).isEmpty();
    app.execute(PAST);
    assertThat(readAsAWhole()).isEmpty();
    app.execute("VACUUM ANALYZE");
    assertThat(readAsAWhole()).isEmpty();
  }

  /** The plans that do it, by the name of their statement. */
  private static Map<String, String> readAsAWhole() {
    var plans = new TreeMap<String, String>();
    statements().forEach((name, sql) -> plans.put(name, Plans.generic(app, sql)));
    assertThat(plans).hasSizeGreaterThan(25);
    plans.values().removeIf(plan -> !Plans.readsAWhole(plan));
    return plans;
  }

  private static Map<String, String> statements() {
    var statements = new TreeMap<String, String>();
    for (var store : STORES) {
      for (var field : fields(store)) {
        statements.put(store + "." + field.getName(), text(field));
      }
    }
    return statements;
  }

  private static List<Field> fields(String store) {
    try {
      var fields = Class.forName("dev.tributary." + store).getDeclaredFields();
      return Arrays.stream(fields)
          .filter(field -> field.getType() == String.class)
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Field field) {
    try {
      field.setAccessible(true);
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
