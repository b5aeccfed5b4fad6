package dev.tributary.commission;

import dev.tributary.commission.engine.CommissionEngine;
import dev.tributary.commission.engine.Decision.Award;
import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.kernel.StateTable;
import dev.tributary.referral.Bond;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;

/** The SQL that decides which event pays an order, and that writes what follows. */
final class CommissionStore {
  // The unique keys decide who is first. An order that another event brought, or whose invoice
  // belongs to another order, gives back no row; so does one that is being written right now, since
  // ON CONFLICT waits for it.
  private static final String RECORD_ORDER =
      """
      WITH made AS (
        INSERT INTO order_fact (order_id, event, user_id, order_kind, payment_method, amount_minor,
                                tax_minor, shipping_minor, discount_minor, currency, paid_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING RETURNING event
      ), billed AS (
        INSERT INTO invoice_fact (invoice_id, order_id, event, amount_minor, currency, paid_at)
        SELECT $12, $1, $2, $6, $10, $11 FROM made
        ON CONFLICT DO NOTHING RETURNING event
      )
      SELECT event FROM billed
      UNION ALL
      SELECT o.event FROM order_fact o JOIN invoice_fact i USING (order_id, event)
      WHERE o.order_id = $1 AND o.event = $2 AND i.invoice_id = $12
      """;

  private static final String INSERT_DECISION =
      """
      INSERT INTO decision (id, event, order_id, affiliate_id, outcome, reason_code, amount_minor,
                            currency, settings_version, engine_version, trace)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  private static final String INSERT_COMMISSION =
      """
      WITH bond AS (
        UPDATE referral SET triggers_used = $8, status = 'qualified'
        WHERE id = $3 AND triggers_used = $8 - 1
        RETURNING id, affiliate_id
      ), due AS (
        INSERT INTO order_commission (id, order_id, referral_id, affiliate_id, decision_id,
          base_minor, rate_ppm, amount_minor, trigger_no, currency, status)
        SELECT $1, $2, id, affiliate_id, $4, $5, $6, $7, $8, $9, $10 FROM bond
      ), billed AS (
        INSERT INTO invoice_commission (id, order_commission_id, invoice_id, amount_minor,
          currency, status, available_at, released_at)
        SELECT $11, $1, $12, $7, $9, $13,
               CASE WHEN $13 = 'approved' THEN now() + $14 * interval '1 day' END,
               CASE WHEN $15 THEN now() END
        FROM bond
      )
      UPDATE affiliate a SET qualified_referrals = qualified_referrals + $16
      FROM bond WHERE a.id = bond.affiliate_id
      RETURNING qualified_referrals
      """;

  private CommissionStore() {}

  /** True when this event is the one that pays the order. */
  static Future<Boolean> recordOrder(SqlClient tx, EventId event, OrderPaid order) {
    var row =
        Tuple.tuple()
            .addString(order.orderId())
            .addUUID(event.value())
            .addString(order.userId())
            .addString(order.orderKind())
            .addString(order.paymentMethod())
            .addLong(order.amount().minor())
            .addLong(order.tax().minor())
            .addLong(order.shipping().minor())
            .addLong(order.discount().minor())
            .addString(order.amount().currency().code())
            .addOffsetDateTime(order.paidAt().atOffset(ZoneOffset.UTC))
            .addString(order.invoiceId());
    return tx.preparedQuery(RECORD_ORDER).execute(row).map(rows -> rows.size() > 0);
  }

  static Future<Void> insertDecision(SqlClient tx, Payment payment) {
    var decision = payment.decision();
    var amount = decision.award().map(award -> award.amount().minor()).orElse(0L);
    var row =
        Tuple.tuple()
            .addUUID(payment.id().value())
            .addUUID(payment.event().value())
            .addString(payment.order().orderId())
            .addUUID(payment.bond().map(bond -> bond.affiliate().value()).orElse(null))
            .addString(StateTable.word(decision.outcome()))
            .addString(decision.reasonCode())
            .addLong(amount)
            .addString(payment.order().amount().currency().code())
            .addInteger(decision.settingsVersion())
            .addString(CommissionEngine.VERSION)
            .addJsonArray(TraceJson.write(decision.trace()));
    return tx.preparedQuery(INSERT_DECISION).execute(row).mapEmpty();
  }

  /** Uses a trigger and writes both commissions; returns the affiliate's qualified referrals. */
  static Future<Integer> insertCommission(
      SqlClient tx, Payment payment, Bond bond, Award award, CommissionPosting posting) {
    var row =
        Tuple.tuple()
            .addUUID(posting.orderCommission().value())
            .addString(payment.order().orderId())
            .addUUID(bond.referral().value())
            .addUUID(payment.id().value())
            .addLong(award.base().minor())
            .addInteger(award.rate().ppm())
            .addLong(award.amount().minor())
            .addInteger(award.triggerNo())
            .addString(award.amount().currency().code())
            .addString(StateTable.word(posting.orderState()))
            .addUUID(posting.invoiceCommission().value())
            .addString(payment.order().invoiceId())
            .addString(StateTable.word(posting.invoiceState()))
            .addInteger(payment.settings().holdDays())
            .addBoolean(posting.released())
            .addInteger(posting.qualifies() ? 1 : 0);
    return tx.preparedQuery(INSERT_COMMISSION)
        .execute(row)
        .map(rows -> rows.iterator().next().getInteger("qualified_referrals"));
  }
}
